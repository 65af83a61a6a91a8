"""A person's own pages: what they said, what they were told, their devices and their account."""

from forum.site.me import account, data, erasure, overview, receipts, second_factor, sign_ins

routes = [
    *overview.routes,
    *sign_ins.routes,
    *account.routes,
    *second_factor.routes,
    *data.routes,
    *erasure.routes,
    *receipts.routes,
]
