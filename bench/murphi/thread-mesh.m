-- Thread mesh: M servers, of whom OLD run from the start and know each other; one with more than L threads breaks.
type S: 0..M-1;
var launched: array[S] of boolean;
    knows: array[S] of array[S] of boolean;
    broken: array[S] of boolean;

startstate begin
  for i: S do
    launched[i] := i < OLD; broken[i] := false;
    for j: S do knows[i][j] := i < OLD & j < OLD & i != j; end;
  end;
end;

ruleset j: S do
  rule "launch" !launched[j] ==> begin launched[j] := true; end;
end;
ruleset i: S do ruleset j: S do
  rule "learn" i != j & launched[i] & launched[j] & !knows[i][j] & !broken[i] ==>
  var c: 0..M;
  begin
    knows[i][j] := true;
    c := 0;
    for k: S do if knows[i][k] then c := c + 1; end; end;
    if c > L then broken[i] := true; end;
  end;
end; end;
invariant "none broken" forall i: S do !broken[i] end;
