-------------------------------- MODULE Move --------------------------------
(***************************************************************************)
(* How a slot or a key of it moves from shard to shard, while routers with *)
(* stale maps write, movers crash or sleep, and anybody recovers.          *)
(* One slot, two keys: "single" may be moved by itself, "common" moves     *)
(* with its slot only. Shard A is the base layout's.                       *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
  MaxMoves,   \* that are ever begun
  MaxMovers,  \* that are at work, or asleep, at once
  Writers,    \* transactions of routers that may be open at once
  Modes,      \* of these: "read committed", "repeatable read", "wide"
  Returns,    \* whether an adoption may fail for good
  Removed     \* protections that are taken out, {} for none

Shards == {"A", "B", "C"}
Keys == {"single", "common"}
Things == {"key", "slot"}

Has(protection) == protection \notin Removed

VARIABLES
  slotRow,  \* placement of the slot on each shard; epoch 0: the base layout
  keyRow,   \* placement of the single key; epoch 0: no row
  rows,     \* rows[shard][key]: "none", "stale", or "fresh" (all committed writes in it)
  moves,    \* journals, decision, staging and mover of each move
  writer    \* open transactions

vars == <<slotRow, keyRow, rows, moves, writer>>

\* Operators over a state s, so that recovery can be run in thought (NoDeadKey).
Here == [slotRow |-> slotRow, keyRow |-> keyRow, rows |-> rows, moves |-> moves]

Becomes(s) ==
  /\ slotRow' = s.slotRow
  /\ keyRow' = s.keyRow
  /\ rows' = s.rows
  /\ moves' = s.moves

Absent == [shard |-> "A", epoch |-> 0]
Idle == [phase |-> "idle", mode |-> "", shard |-> "A", key |-> "single"]
NoRows == [k \in Keys |-> "none"]

Init ==
  /\ slotRow = [x \in Shards |-> Absent]
  /\ keyRow = [x \in Shards |-> Absent]
  /\ rows = [x \in Shards |-> [k \in Keys |-> IF x = "A" THEN "fresh" ELSE "none"]]
  /\ moves = <<>>
  /\ writer = [w \in Writers |-> Idle]

-----------------------------------------------------------------------------
(* The guard *)

IsRow(placement) == placement.epoch > 0

Deciding(s, x, k) ==
  IF k = "single" /\ IsRow(s.keyRow[x]) THEN s.keyRow[x] ELSE s.slotRow[x]

DecidingThing(s, x, thing) == Deciding(s, x, IF thing = "key" THEN "single" ELSE "common")

Holds(s, x, k) == Deciding(s, x, k).shard = x

OpenOnTarget(m) == m.onTarget \in {"begun", "staged"}

Candidates(s, x, k) ==
  {i \in DOMAIN s.moves :
     LET m == s.moves[i] IN
       /\ m.target = x
       /\ OpenOnTarget(m)
       /\ IF m.thing = "key" THEN k = "single" ELSE k = "common" \/ ~IsRow(s.keyRow[x])
       /\ m.epoch > Deciding(s, x, k).epoch \/ ~Has("EPOCH")}

\* 0: none. Else the move with the greatest epoch, for which the guard answers SR002.
Pending(s, x, k) ==
  LET c == Candidates(s, x, k) IN
    IF c = {} \/ ~Has("PENDING_ANSWER") THEN 0
    ELSE CHOOSE i \in c : \A j \in c : s.moves[j].epoch <= s.moves[i].epoch

-----------------------------------------------------------------------------
(* Transactions of routers. They may begin on any shard, however stale the  *)
(* map would have to be; where the guard does not pass nothing changes.     *)

HoldsFence(m) == m.mover \in {"fenced", "copied", "deciding"}

Touches(m, k) == m.thing = "slot" \/ k = "single"

\* Which rows go with a move.
Along(s, m, k) ==
  IF m.thing = "key" THEN k = "single"
  ELSE k = "common" \/ ~IsRow(s.keyRow[m.source]) \/ ~Has("OWN_KEYS_LEFT_OUT")

DecidingOn(x) == \E i \in DOMAIN moves : moves[i].mover = "deciding" /\ moves[i].source = x

LocksFree(t) ==
  IF t.mode = "wide" THEN ~DecidingOn(t.shard) \/ ~Has("GROUP_LOCK")
  ELSE \/ ~Has("GUARD_LOCK")
       \/ \A i \in DOMAIN moves :
            ~(/\ HoldsFence(moves[i])
              /\ ~moves[i].returns
              /\ moves[i].source = t.shard
              /\ Touches(moves[i], t.key))

BeginTransaction(w) ==
  /\ writer[w].phase = "idle"
  /\ \E x \in Shards, k \in Keys, mode \in Modes :
       LET t == [phase |-> "guarded", mode |-> mode, shard |-> x, key |-> k] IN
         /\ Holds(Here, x, k)
         /\ \/ /\ mode = "repeatable read"
               /\ ~DecidingOn(x) \/ ~Has("SNAPSHOT_FENCE")
               /\ writer' = [writer EXCEPT ![w] = [t EXCEPT !.phase = "snapshot"]]
            \/ /\ mode # "repeatable read"
               /\ LocksFree(t)
               /\ writer' = [writer EXCEPT ![w] = t]
  /\ UNCHANGED <<slotRow, keyRow, rows, moves>>

\* Above READ COMMITTED the guard decides by the snapshot.
GuardBySnapshot(w) ==
  /\ writer[w].phase = "snapshot"
  /\ LocksFree(writer[w])
  /\ writer' = [writer EXCEPT ![w].phase = "guarded"]
  /\ UNCHANGED <<slotRow, keyRow, rows, moves>>

Write(w) ==
  LET t == writer[w] IN
    /\ t.phase = "guarded"
    /\ \A v \in Writers :
         ~(writer[v].phase = "written" /\ writer[v].shard = t.shard /\ writer[v].key = t.key)
    /\ \A i \in DOMAIN moves :
         ~(/\ moves[i].mover = "deciding"
           /\ moves[i].source = t.shard
           /\ Along(Here, moves[i], t.key))
    /\ writer' = [writer EXCEPT ![w].phase = "written"]
    /\ UNCHANGED <<slotRow, keyRow, rows, moves>>

Aged(copy) == IF copy = "fresh" THEN "stale" ELSE copy

\* On top of all earlier writes this copy is the only fresh one; else none is.
CommitWrite(w) ==
  LET t == writer[w] IN
    /\ t.phase = "written"
    /\ rows' = [x \in Shards |-> [rows[x] EXCEPT ![t.key] =
                  IF x # t.shard THEN Aged(@) ELSE IF @ = "fresh" THEN "fresh" ELSE "stale"]]
    /\ moves' = [i \in DOMAIN moves |-> [moves[i] EXCEPT !.staged[t.key] = Aged(@)]]
    /\ writer' = [writer EXCEPT ![w] = Idle]
    /\ UNCHANGED <<slotRow, keyRow>>

RollBack(w) ==
  /\ writer[w].phase # "idle"
  /\ writer' = [writer EXCEPT ![w] = Idle]
  /\ UNCHANGED <<slotRow, keyRow, rows, moves>>

-----------------------------------------------------------------------------
(* Movers. One that sleeps for a while is one that takes no step meanwhile. *)

NewMove(thing, returns, source, target, epoch) ==
  [thing |-> thing, returns |-> returns, source |-> source, target |-> target,
   epoch |-> epoch, mover |-> "on source", open |-> TRUE, onTarget |-> "none",
   decision |-> "none", staged |-> NoRows, handed |-> Absent]

OpenOn(m, x) == (m.source = x /\ m.open) \/ (m.target = x /\ OpenOnTarget(m))

Conflict(s, thing, x, except) ==
  \E i \in DOMAIN s.moves \ except :
    /\ OpenOn(s.moves[i], x)
    /\ Has(IF s.moves[i].thing = thing THEN "ONE_MOVE_OF_A_THING" ELSE "KEY_SLOT_EXCLUSION")

AwaitsAdoption(m) == m.decision = "commit" /\ m.onTarget = "staged"

\* The move that a return takes back, as a set of one, while it still can be.
ReturnedBy(s, back) ==
  {i \in DOMAIN s.moves :
     /\ AwaitsAdoption(s.moves[i])
     /\ s.moves[i].thing = back.thing
     /\ s.moves[i].target = back.source
     /\ s.moves[i].epoch = back.epoch - 1}

\* A return holds the lock of this move's journal row on the target.
JournalLocked(s, i) ==
  /\ Has("RETURN_LOCKS_JOURNAL")
  /\ \E j \in DOMAIN s.moves :
       s.moves[j].returns /\ HoldsFence(s.moves[j]) /\ i \in ReturnedBy(s, s.moves[j])

CanBegin ==
  /\ Len(moves) < MaxMoves
  /\ Cardinality({i \in DOMAIN moves : moves[i].mover # "gone"}) < MaxMovers

BeginOnSource ==
  /\ CanBegin
  /\ \E thing \in Things, source \in Shards, target \in Shards :
       LET d == DecidingThing(Here, source, thing) IN
         /\ source # target
         /\ d.shard = source \/ ~Has("COMPARE_AND_SET")
         /\ ~Conflict(Here, thing, source, {})
         /\ moves' = Append(moves, NewMove(thing, FALSE, source, target, d.epoch + 1))
  /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

BeginReturn ==
  /\ Returns
  /\ CanBegin
  /\ \E i \in DOMAIN moves :
       LET m == moves[i] IN
         /\ AwaitsAdoption(m)
         /\ ~Conflict(Here, m.thing, m.target, {i})
         /\ moves' = Append(moves, NewMove(m.thing, TRUE, m.target, m.source, m.epoch + 1))
  /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

Cleared(m) == [m EXCEPT !.onTarget = "finished", !.staged = NoRows, !.handed = Absent]

HasRoom(m) ==
  LET single == rows[m.target]["single"] = "none"
      own == IsRow(keyRow[m.target]) /\ keyRow[m.target].shard = m.target
  IN IF m.thing = "key" THEN single ELSE rows[m.target]["common"] = "none" /\ (single \/ own)

BeginOnTarget(i) ==
  LET m == moves[i]
      back == IF m.returns THEN ReturnedBy(Here, m) ELSE {}
      swept == [j \in DOMAIN moves |->
                  IF /\ j # i
                     /\ moves[j].target = m.target
                     /\ OpenOnTarget(moves[j])
                     /\ moves[j].decision = "abort"
                  THEN Cleared(moves[j]) ELSE moves[j]]
  IN /\ m.mover = "on source"
     /\ m.returns => back # {}
     /\ ~Conflict([Here EXCEPT !.moves = swept], m.thing, m.target, {i} \cup back)
     /\ HasRoom(m)
     /\ moves' = [swept EXCEPT ![i].mover = "on both", ![i].onTarget = "begun"]
     /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

Unchanged(m) ==
  LET d == DecidingThing(Here, m.source, m.thing) IN
    d.shard = m.source /\ (d.epoch = m.epoch - 1 \/ ~Has("EPOCH"))

FenceLocksFree(i) ==
  LET m == moves[i] IN
    /\ \A j \in DOMAIN moves \ {i} :
         ~(HoldsFence(moves[j]) /\ ~moves[j].returns /\ moves[j].source = m.source)
    /\ \/ ~Has("GUARD_LOCK")
       \/ \A w \in Writers :
            ~(/\ writer[w].phase \in {"guarded", "written"}
              /\ writer[w].mode # "wide"
              /\ writer[w].shard = m.source
              /\ Touches(m, writer[w].key))

Fence(i) ==
  LET m == moves[i] IN
    /\ m.mover = "on both"
    /\ IF m.returns
       THEN ReturnedBy(Here, m) # {} /\ \A j \in ReturnedBy(Here, m) : ~JournalLocked(Here, j)
       ELSE /\ Unchanged(m) \/ ~Has("COMPARE_AND_SET") \/ ~Has("COMPARED_IN_FENCE")
            /\ FenceLocksFree(i)
    /\ moves' = [moves EXCEPT ![i].mover = "fenced"]
    /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

Staged(m) ==
  IF ~m.returns
  THEN [k \in Keys |-> IF Along(Here, m, k) THEN rows[m.source][k] ELSE "none"]
  ELSE LET back == ReturnedBy(Here, m) IN
         IF back = {} THEN NoRows ELSE moves[CHOOSE j \in back : TRUE].staged

Handed(m) ==
  IF ~m.returns
  THEN IF m.thing = "slot" /\ Has("KEY_ROWS_HANDED") THEN keyRow[m.source] ELSE Absent
  ELSE LET back == ReturnedBy(Here, m) IN
         IF back = {} THEN Absent ELSE moves[CHOOSE j \in back : TRUE].handed

CopyRows(i) ==
  LET m == moves[i] IN
    /\ m.mover = "fenced"
    /\ m.onTarget = "begun"
    /\ moves' = [moves EXCEPT ![i].mover = "copied", ![i].onTarget = "staged",
                              ![i].staged = Staged(m), ![i].handed = Handed(m)]
    /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

\* The group's lock, the fence table, and the locks of the rows to be deleted.
LastLocksFree(i) ==
  LET m == moves[i] IN
    /\ \A j \in DOMAIN moves \ {i} : ~(moves[j].mover = "deciding" /\ moves[j].source = m.source)
    /\ \A w \in Writers :
         LET t == writer[w] IN
           (t.phase # "idle" /\ t.shard = m.source) =>
             /\ t.phase = "written" => ~Along(Here, m, t.key)
             /\ t.mode = "wide" => ~Has("GROUP_LOCK")
             /\ t.mode = "repeatable read" => ~Has("SNAPSHOT_FENCE")

CopyHolds(m) ==
  \A k \in Keys : Along(Here, m, k) => m.staged[k] = rows[m.source][k]

Decide(i) ==
  LET m == moves[i] IN
    /\ m.mover = "copied"
    /\ m.decision = "none" \/ ~Has("FIRST_DECISION_WINS")
    /\ LastLocksFree(i)
    /\ m.returns \/ CopyHolds(m) \/ ~Has("COPY_CHECKED_LAST")
    /\ moves' = [moves EXCEPT ![i].mover = "deciding"]
    /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

Place(s, thing, x, row) ==
  IF thing = "key" THEN [s EXCEPT !.keyRow[x] = row] ELSE [s EXCEPT !.slotRow[x] = row]

RowOf(s, thing, x) == IF thing = "key" THEN s.keyRow[x] ELSE s.slotRow[x]

PlaceNewer(s, thing, x, row) ==
  IF row.epoch > RowOf(s, thing, x).epoch THEN Place(s, thing, x, row) ELSE s

GiveUp(s, m) ==
  IF m.returns
  THEN LET back == ReturnedBy(s, m) IN
         IF back = {} THEN s
         ELSE LET j == CHOOSE j \in back : TRUE
                  t == [s EXCEPT !.moves[j] = Cleared(@)]
              IN IF Has("RETURN_KEEPS_KEY_ROWS")
                 THEN PlaceNewer(t, "key", m.source, s.moves[j].handed) ELSE t
  ELSE [s EXCEPT !.rows[m.source] =
          [k \in Keys |-> IF Along(s, m, k) THEN "none" ELSE s.rows[m.source][k]]]

\* This commit is the move.
CommitMove(i) ==
  LET m == moves[i]
      s == Place(GiveUp(Here, m), m.thing, m.source, [shard |-> m.target, epoch |-> m.epoch])
  IN /\ m.mover = "deciding"
     /\ Becomes([s EXCEPT !.moves[i].mover = "gone", !.moves[i].decision = "commit"])
     /\ UNCHANGED writer

Crash(i) ==
  /\ moves[i].mover # "gone"
  /\ moves' = [moves EXCEPT ![i].mover = "gone"]
  /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

-----------------------------------------------------------------------------
(* What anybody can do at any time: routers, movers after their commit,     *)
(* and any number of recoveries.                                            *)

CanAbort(m) ==
  m.decision = "none" /\ m.mover # "deciding" /\ (m.open \/ OpenOnTarget(m))

CanAdopt(s, i) ==
  LET m == s.moves[i] IN
    /\ m.decision = "commit" \/ ~Has("ADOPT_AFTER_DECISION")
    /\ m.onTarget = "staged" \/ (m.onTarget = "finished" /\ m.decision = "commit")
    /\ ~JournalLocked(s, i)

Merged(s, thing, x, row) ==
  IF ~IsRow(row) THEN s
  ELSE IF Has("EPOCH") THEN PlaceNewer(s, thing, x, row) ELSE Place(s, thing, x, row)

TakeRows(s, x, staged) ==
  [s EXCEPT !.rows[x] = [k \in Keys |-> IF staged[k] = "none" THEN s.rows[x][k] ELSE staged[k]]]

Adopted(s, i) ==
  LET m == s.moves[i]
      t == Merged(TakeRows(s, m.target, m.staged), m.thing, m.target,
                  [shard |-> m.target, epoch |-> m.epoch])
      u == Merged(t, "key", m.target, m.handed)
  IN IF m.onTarget = "finished" /\ Has("ADOPT_ONCE") THEN s
     ELSE IF Has("ADOPT_ONCE") THEN [u EXCEPT !.moves[i] = Cleared(@)]
     ELSE [u EXCEPT !.moves[i].onTarget = "finished"]

CanClear(m) == m.decision = "abort" /\ OpenOnTarget(m)

CanFinishSource(m) ==
  m.open /\ (m.decision = "abort" \/ (m.decision = "commit" /\ m.onTarget = "finished"))

Abort(i) ==
  /\ CanAbort(moves[i])
  /\ moves' = [moves EXCEPT ![i].decision = "abort"]
  /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

Adopt(i) ==
  /\ CanAdopt(Here, i)
  /\ Becomes(Adopted(Here, i))
  /\ UNCHANGED writer

Clear(i) ==
  /\ CanClear(moves[i])
  /\ moves' = [moves EXCEPT ![i] = Cleared(@)]
  /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

FinishSource(i) ==
  /\ CanFinishSource(moves[i])
  /\ moves' = [moves EXCEPT ![i].open = FALSE]
  /\ UNCHANGED <<slotRow, keyRow, rows, writer>>

-----------------------------------------------------------------------------

Next ==
  \/ \E w \in Writers :
       \/ BeginTransaction(w) \/ GuardBySnapshot(w) \/ Write(w) \/ CommitWrite(w) \/ RollBack(w)
  \/ BeginOnSource
  \/ BeginReturn
  \/ \E i \in DOMAIN moves :
       \/ BeginOnTarget(i) \/ Fence(i) \/ CopyRows(i) \/ Decide(i) \/ CommitMove(i) \/ Crash(i)
       \/ Abort(i) \/ Adopt(i) \/ Clear(i) \/ FinishSource(i)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* Invariants *)

OneOwner ==
  /\ \A k \in Keys : Cardinality({x \in Shards : Holds(Here, x, k)}) <= 1
  /\ \A k \in Keys : Cardinality({x \in Shards : rows[x][k] # "none"}) <= 1
  /\ \A w \in Writers :
       writer[w].phase \in {"guarded", "written"} => Holds(Here, writer[w].shard, writer[w].key)

NoLostWrite ==
  \A k \in Keys :
    IF \E x \in Shards : Holds(Here, x, k)
    THEN \E x \in Shards : Holds(Here, x, k) /\ rows[x][k] = "fresh"
    ELSE \E i \in DOMAIN moves : AwaitsAdoption(moves[i]) /\ moves[i].staged[k] = "fresh"

NoResurrection == \A x \in Shards, k \in Keys : rows[x][k] # "stale"

Grows(old, new) == new = old \/ new.epoch > old.epoch

\* The part of NoResurrection that is told from a step.
NoPlacementComesBack ==
  [][\A x \in Shards : Grows(slotRow[x], slotRow'[x]) /\ Grows(keyRow[x], keyRow'[x])]_vars

EpochsGrow ==
  \A x \in Shards, k \in Keys :
    LET p == Deciding(Here, x, k)
        q == Deciding(Here, p.shard, k)
        i == Pending(Here, p.shard, k)
    IN \/ p.shard = x
       \/ q.shard = p.shard /\ q.epoch >= p.epoch
       \/ q.shard # p.shard /\ i > 0 /\ moves[i].epoch >= p.epoch
       \/ q.epoch > p.epoch

\* Where a router that asks shard x ends; "nowhere" when it is sent in circles.
RECURSIVE Walk(_, _, _, _)
Walk(s, k, x, hops) ==
  LET i == Pending(s, x, k) IN
    IF hops = 0 THEN "nowhere"
    ELSE IF Holds(s, x, k) THEN x
    ELSE IF i = 0 THEN Walk(s, k, Deciding(s, x, k).shard, hops - 1)
    ELSE IF s.moves[i].decision # "commit" THEN Walk(s, k, s.moves[i].source, hops - 1)
    ELSE IF CanAdopt(s, i) THEN Walk(Adopted(s, i), k, x, hops - 1)
    ELSE x

Hops == 12

\* A move after its backends were ended and recovery did what it can, movers asleep for ever.
Ended(m) ==
  IF ~Has("BACKENDS_ENDED") \/ (m.mover = "deciding" /\ ~Has("SLEEPER_NOT_AWAITED"))
  THEN m ELSE [m EXCEPT !.mover = "gone"]

\* A whole return at once, by the steps of which it is made.
Returned(s, i) ==
  LET m == s.moves[i]
      row == [shard |-> m.source, epoch |-> m.epoch + 1]
      t == TakeRows(Place(s, m.thing, m.target, row), m.source, m.staged)
      u == Merged(Merged(t, m.thing, m.source, row), "key", m.source, m.handed)
      v == IF Has("RETURN_KEEPS_KEY_ROWS") THEN PlaceNewer(u, "key", m.target, m.handed) ELSE u
  IN IF m.onTarget = "finished" THEN s ELSE [v EXCEPT !.moves[i] = Cleared(@)]

SettledOne(s, i, fail) ==
  LET a == [s EXCEPT !.moves[i] = Ended(@)]
      b == IF CanAbort(a.moves[i])
           THEN [a EXCEPT !.moves[i] = Ended([@ EXCEPT !.decision = "abort"])] ELSE a
      c == IF ~CanAdopt(b, i) THEN b
           ELSE IF fail /\ ~b.moves[i].returns THEN Returned(b, i) ELSE Adopted(b, i)
      d == IF CanClear(c.moves[i]) THEN [c EXCEPT !.moves[i] = Cleared(@)] ELSE c
  IN IF CanFinishSource(d.moves[i]) THEN [d EXCEPT !.moves[i].open = FALSE] ELSE d

RECURSIVE SettledUpTo(_, _, _)
SettledUpTo(s, n, fail) ==
  IF n = 0 THEN s ELSE SettledOne(SettledUpTo(s, n - 1, fail), n, fail)

RECURSIVE ToTheEnd(_, _)
ToTheEnd(s, fail) ==
  LET t == SettledUpTo(s, Len(s.moves), fail) IN IF t = s THEN s ELSE ToTheEnd(t, fail)

Alive(s) ==
  /\ \A i \in DOMAIN s.moves :
       ~HoldsFence(s.moves[i]) /\ ~s.moves[i].open /\ ~OpenOnTarget(s.moves[i])
  /\ \A k \in Keys, x \in Shards :
       LET y == Walk(s, k, x, Hops) IN y # "nowhere" /\ Holds(s, y, k) /\ s.rows[y][k] = "fresh"

NoDeadKey ==
  /\ \A k \in Keys, x \in Shards : Walk(Here, k, x, Hops) # "nowhere"
  /\ Alive(ToTheEnd(Here, FALSE))
  /\ Returns => Alive(ToTheEnd(Here, TRUE))

=============================================================================
