"""The common model."""
from aigov_connectors.inventory.base import *
from aigov_connectors.inventory.vocabulary import *
from aigov_connectors.inventory.evidence import *
