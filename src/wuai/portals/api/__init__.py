"""The API under ``/api/v1``: a shell for programs of agencies. It owns no facts; see docs/api.md."""
