-- Two-phase commit, Gray & Lamport TwoPhase.tla, N resource managers (plain range: no symmetry reduction)
type RM: 0..N-1;
     RmState: enum {working, prepared, committed, aborted};
     TmState: enum {tinit, tcommitted, taborted};
var rmState: array[RM] of RmState;
    tmState: TmState;
    tmPrepared: array[RM] of boolean;
    msgPrepared: array[RM] of boolean;
    msgCommit, msgAbort: boolean;

startstate begin
  for r: RM do rmState[r] := working; tmPrepared[r] := false; msgPrepared[r] := false; end;
  tmState := tinit; msgCommit := false; msgAbort := false;
end;

rule "TMCommit" tmState = tinit & (forall r: RM do tmPrepared[r] end) ==> begin tmState := tcommitted; msgCommit := true; end;
rule "TMAbort" tmState = tinit ==> begin tmState := taborted; msgAbort := true; end;
ruleset r: RM do
  rule "TMRcvPrepared" tmState = tinit & msgPrepared[r] ==> begin tmPrepared[r] := true; end;
  rule "RMPrepare" rmState[r] = working ==> begin rmState[r] := prepared; msgPrepared[r] := true; end;
  rule "RMChooseToAbort" rmState[r] = working ==> begin rmState[r] := aborted; end;
  rule "RMRcvCommitMsg" msgCommit ==> begin rmState[r] := committed; end;
  rule "RMRcvAbortMsg" msgAbort ==> begin rmState[r] := aborted; end;
end;
invariant "consistent" !((exists r: RM do rmState[r] = committed end) & (exists r: RM do rmState[r] = aborted end));
