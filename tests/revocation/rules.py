"""The rules of the protocol. Each can be switched off, and then some history breaks a property."""

from __future__ import annotations

from typing import Any

RULES = {
    "absent_is_unavailable": "a store without its header is unavailable, not empty",
    "age_from_sending": "a list is as old as the sending of its first read",
    "bound_is_a_stamp": "the bound of plain entries is the latest stamp read, not the latest id",
    "bound_stands_in": "the bound stands in for the stamp of a plain entry",
    "clocks_compared": "the script refuses a writer whose clock differs from the server's by more than half an hour",
    "cursor_names_record": "the entry at the cursor must be the same record, not only have the same id",
    "drop_by_two_clocks": "an entry is dropped when it ended by the process's clock and by the log's newest id",
    "drop_slack": "an ended entry is dropped one hour late",
    "header_last": "a restoration writes the header last",
    "ids_above_stamps": "the script gives ids above every stamp that it is given",
    "inclusive_cursor": "a read begins at the cursor itself",
    "kept": "entries without end stand in `kept`, and a reload reads it",
    "kept_after_log": "a reload reads `kept` after the log",
    "kept_ahead_is_owed": "what `kept` says and the log did not yet is owed until read in the log",
    "kept_counted": "the header and `kept` name the newest record in `kept`, and a list needs both to fit",
    "kept_follows": "a record whose hash is in `kept` goes there too, whatever its end",
    "kept_is_mended": "a reload writes back an endless entry that `kept` lacks, although the log has it",
    "kept_takes_later": "`kept` holds the latest revocation and the latest withdrawal, whichever comes last",
    "last_compared": "a list is whole only if the record of the header's `last` was read",
    "last_names_record": "the header's `last` names the record, not only its id",
    "later_end_is_owed": "a withdrawal that meets a later end is written again with it",
    "later_of": "a writer's stamp is above all that it has seen",
    "old_withdrawal_reloads": "a withdrawal older than the bound makes a process read the stamps from the log's start",
    "only_whole_restores": "only who held a whole list restores a store",
    "owed_until_read": "what is to be written back stays owed until it was read in the log",
    "own_resent": "a process's own writes are owed until read in the log",
    "own_stamped": "a process's own writes keep their stamps",
    "reload_merges": "a reload merges and does not replace",
    "restoration_reloads": "the header names its restoration, and another one means a reload",
    "restores_kept": "a restoration copies to the log what only `kept` has",
    "script_checks_header": "the script refuses to write without a header",
    "script_checks_last": "the script refuses to write unless the log ends at the header's `last`",
    "snapshot_stamps": "a snapshot has the stamps and the withdrawals",
    "tie_withdraws": "at a tie, the withdrawal wins",
    "trim_slack": "trimming leaves two hours more than the longest lifetime",
    "whole_needs_no_restoring": "the script refuses to restore a store that is whole",
    "withdrawal_takes_end": "a withdrawal takes the later end of its entry",
    "write_back": "what the store lost is written back",
    "write_back_stamped": "what is written back keeps its stamp, or the bound's",
}


class Rules:
    def __init__(self, *off: str) -> None:
        self.off = frozenset(off)
        for rule in RULES:
            setattr(self, rule, rule not in off)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"no rule is called {name}")
