"""search reindex: build the search index anew."""

from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, Context, command
from sekisho.registers import search_index


@command("search", "reindex", help="build the search index anew; may be stopped and run again")
def reindex(context: Context) -> int:
    if not search_index.pending():  # else one that was stopped goes on
        search_index.empty()
    done = 0
    for kind, portion in search_index.fill():
        done += portion
        context.note(f"{kind}: {done:,}")
    while portion := search_index.catch_up():
        context.note(_("%(n)s indexed") % {"n": portion})
    context.answer({"records": done}, _("%(n)s records can be found by words.") % {"n": done})
    return DONE
