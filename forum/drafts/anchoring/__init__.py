"""Words that keep their comments: which words of a clause somebody means, and where they are later.

Pure: it knows texts and where they stand, no database.
"""

from forum.drafts.anchoring.carrying import CHECK as CHECK
from forum.drafts.anchoring.carrying import KEPT as KEPT
from forum.drafts.anchoring.carrying import Carried as Carried
from forum.drafts.anchoring.carrying import Fit as Fit
from forum.drafts.anchoring.carrying import Way as Way
from forum.drafts.anchoring.carrying import carry as carry
from forum.drafts.anchoring.carrying import fit_of as fit_of
from forum.drafts.anchoring.runs import Run as Run
from forum.drafts.anchoring.runs import runs as runs
from forum.drafts.anchoring.tracing import Trace as Trace
from forum.drafts.anchoring.tracing import trace as trace
from forum.drafts.anchoring.words import AROUND as AROUND
from forum.drafts.anchoring.words import Anchor as Anchor
from forum.drafts.anchoring.words import Span as Span
from forum.drafts.anchoring.words import anchor_at as anchor_at
from forum.drafts.anchoring.words import check_quote as check_quote
from forum.drafts.anchoring.words import find_quote as find_quote
from forum.drafts.anchoring.words import sentence_at as sentence_at
from forum.drafts.anchoring.words import sentences as sentences
from forum.drafts.anchoring.words import whole_words as whole_words
