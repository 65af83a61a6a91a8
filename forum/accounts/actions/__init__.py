"""What people do with their accounts, and what agencies ask people to do."""

from forum.accounts.actions.erasing import erase_account
from forum.accounts.actions.passwords import set_password
from forum.accounts.actions.people import choose_language, find_or_make_person, rename
from forum.accounts.actions.roles import give_role, take_role
from forum.accounts.actions.second_factor import (
    begin_second_factor,
    clear_second_factor,
    confirm_second_factor,
    pass_second_factor,
    remove_second_factor,
)
from forum.accounts.actions.sign_in import (
    Opened,
    ask_for_link,
    sign_in_by_link,
    sign_in_by_password,
)
from forum.accounts.actions.sign_ins import (
    begin_sign_in,
    end_other_sign_ins,
    end_sign_in,
    recognise,
    sign_out,
)

__all__ = [
    "Opened",
    "ask_for_link",
    "begin_second_factor",
    "begin_sign_in",
    "choose_language",
    "clear_second_factor",
    "confirm_second_factor",
    "end_other_sign_ins",
    "end_sign_in",
    "erase_account",
    "find_or_make_person",
    "give_role",
    "pass_second_factor",
    "recognise",
    "remove_second_factor",
    "rename",
    "set_password",
    "sign_in_by_link",
    "sign_in_by_password",
    "sign_out",
    "take_role",
]
