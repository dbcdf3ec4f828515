"""An import-linter contract: contexts are entered by their doors only.

From another context only ``<context>.api`` and ``<context>.events`` may be imported. Portals and
config stand above and compose: they may also take a context's pages, commands and reference loader.
"""

from typing import Any

from grimp import ImportGraph
from importlinter.application import output
from importlinter.domain import fields
from importlinter.domain.contract import Contract, ContractCheck

DOORS = ("api", "events")
COMPOSED = ("web", "cli", "panels", "reference", "apps")


def _context_of(module: str, container: str) -> str:
    if not module.startswith(container + "."):
        return ""
    return module[len(container) + 1 :].split(".")[0]


def is_open(importer: str, imported: str, container: str) -> bool:
    """Whether ``importer`` may import ``imported`` directly, as far as doors are concerned."""
    target = _context_of(imported, container)
    if not target or _context_of(importer, container) == target:
        return True
    parts = imported[len(container) + 1 :].split(".")[1:]
    entered = parts[0] if parts else ""
    if _context_of(importer, container):
        return entered in DOORS
    return entered in DOORS + COMPOSED or entered.startswith("cli_")


class DoorContract(Contract):
    """``container`` is the package whose children are the contexts."""

    type_name = "doors"
    container = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Look at every direct import of the graph."""
        container = str(self.container)
        found = sorted(
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if not is_open(importer, imported, container)
        )
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: Any) -> None:
        """Name each import that climbs through a window."""
        for importer, imported in check.metadata["found"]:
            output.print_error(f"{importer} imports {imported}")
        output.new_line()
