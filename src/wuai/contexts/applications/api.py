"""The door of `applications`."""

from wuai.contexts.applications.actions.clock import show_day
from wuai.contexts.applications.actions.drafts import Started
from wuai.contexts.applications.actions.drafts import start as start_draft
from wuai.contexts.applications.actions.filing import Arrival, Filed, passed_on, register, submit
from wuai.contexts.applications.actions.night import Found as NightFound
from wuai.contexts.applications.actions.night import hand_over as hand_over_night
from wuai.contexts.applications.actions.night import note as note_night
from wuai.contexts.applications.actions.proving import check_beginning
from wuai.contexts.applications.actions.replies import Written as ReplyWritten
from wuai.contexts.applications.actions.replies import write as write_reply_text
from wuai.contexts.applications.actions.results import Paper
from wuai.contexts.applications.actions.uploads import Scan
from wuai.contexts.applications.actions.work import add_scans, answered, hand_over, move
from wuai.contexts.applications.declarations import ApplicationUnknown, declaration, declared
from wuai.contexts.applications.declarations import register as declare
from wuai.contexts.applications.gateways.scanner.client import state as scanner_state
from wuai.contexts.applications.queries.carried import (
    Contents,
    HeldFile,
    answers,
    contents,
    drafts_of,
    drafts_of_kinds,
    held_file,
    is_incomplete,
    kind_of,
    language_of,
    running_of_case,
)
from wuai.contexts.applications.queries.handed import Handed, handed_content, handed_in
from wuai.contexts.applications.queries.of_person import (
    OwnApplication,
    OwnPage,
    of_person,
    own_document,
    own_page,
)
from wuai.contexts.applications.queries.proofs import shown_with
from wuai.contexts.applications.queries.reach import Applicant, applicant
from wuai.contexts.applications.queries.rows import (
    ApplicationLine,
    Followed,
    followed,
    listed,
    of_case,
)
from wuai.contexts.applications.rules import asking
from wuai.contexts.applications.rules.answers import read as read_answers
from wuai.contexts.applications.rules.declaration import (
    Course,
    Declaration,
    Evidence,
    Fee,
    Granted,
    Ground,
    Option,
    Question,
    Section,
)
from wuai.contexts.applications.rules.files import would_take
from wuai.contexts.applications.rules.identity import BY_CARD, Proof, by_agent
from wuai.contexts.applications.rules.procedure import (
    ANSWER,
    CARRIED,
    CARRIER,
    COMMON,
    Move,
    MoveImpossible,
    Procedure,
)
from wuai.contexts.applications.web.forms import SectionForm
from wuai.contexts.applications.web.handing import handed_out, hold
from wuai.contexts.applications.web.replies import Offer, offer

__all__ = [
    "ANSWER",
    "BY_CARD",
    "CARRIED",
    "CARRIER",
    "COMMON",
    "Applicant",
    "ApplicationLine",
    "ApplicationUnknown",
    "Arrival",
    "Contents",
    "Course",
    "Declaration",
    "Evidence",
    "Fee",
    "Filed",
    "Followed",
    "Granted",
    "Ground",
    "Handed",
    "HeldFile",
    "Move",
    "MoveImpossible",
    "NightFound",
    "Offer",
    "Option",
    "OwnApplication",
    "OwnPage",
    "Paper",
    "Procedure",
    "Proof",
    "Question",
    "ReplyWritten",
    "Scan",
    "Section",
    "SectionForm",
    "Started",
    "add_scans",
    "answered",
    "answers",
    "applicant",
    "asking",
    "by_agent",
    "check_beginning",
    "contents",
    "declaration",
    "declare",
    "declared",
    "drafts_of",
    "drafts_of_kinds",
    "followed",
    "hand_over",
    "hand_over_night",
    "handed_content",
    "handed_in",
    "handed_out",
    "held_file",
    "hold",
    "is_incomplete",
    "kind_of",
    "language_of",
    "listed",
    "move",
    "note_night",
    "of_case",
    "of_person",
    "offer",
    "own_document",
    "own_page",
    "passed_on",
    "read_answers",
    "register",
    "running_of_case",
    "scanner_state",
    "show_day",
    "shown_with",
    "start_draft",
    "submit",
    "would_take",
    "write_reply_text",
]
