-- Dining philosophers, N of them; the last one takes his forks in the other order, so that there is no deadlock.
type P: 0..N-1;
     Pc: enum {think, hungry, has1, eating, put1};
var pc: array[P] of Pc;
    fork: array[P] of boolean;

startstate begin for p: P do pc[p] := think; fork[p] := false; end; end;
ruleset p: P do
  alias f: (p = N-1 ? 0 : p); s: (p = N-1 ? N-1 : p+1) do
  rule "hungry" pc[p] = think ==> begin pc[p] := hungry; end;
  rule "take1" pc[p] = hungry & !fork[f] ==> begin fork[f] := true; pc[p] := has1; end;
  rule "take2" pc[p] = has1 & !fork[s] ==> begin fork[s] := true; pc[p] := eating; end;
  rule "putfirst" pc[p] = eating ==> begin fork[f] := false; pc[p] := put1; end;
  rule "putsecond" pc[p] = put1 ==> begin fork[s] := false; pc[p] := think; end;
  end;
end;
invariant "neighbours not both eating" forall p: P do !(pc[p] = eating & pc[(p+1)%N] = eating) end;
