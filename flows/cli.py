"""`landclean` from the shell: its commands, declared once. Each says what it does in the module it comes from."""

from __future__ import annotations

from cyclopts import App, Group

from flows.cli_decisions import decisions, export_decisions, history, withdraw
from flows.cli_model import tell_why, train
from flows.cli_run import run
from flows.cli_serve import serve
from flows.cli_status import status
from flows.cli_upkeep import clean
from flows.cli_words import in_vietnamese

app = App(
    name="landclean",
    help="Làm sạch dữ liệu đất đai của phường, xã và đối chiếu với danh sách dân cư.",
    version_flags=[],
    group_commands=Group("Lệnh"),
    group_parameters=Group("Tùy chọn"),
    group_arguments=Group("Đầu vào"),
    error_formatter=in_vietnamese,
)
app["--help"].help = "Xem hướng dẫn này."
for command in (run, serve, status, clean, train, decisions, withdraw, history, export_decisions):
    app.command(command)
app.command(tell_why, name="explain")


def main() -> None:
    """Entry point of the `landclean` command."""
    app()
