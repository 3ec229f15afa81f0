"""`/-/components`: every component in every state."""

from flask import Blueprint

bp = Blueprint("gallery", __name__)
