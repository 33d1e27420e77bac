from maillage.reception.models.receptions import Orientation, Reception
from maillage.reception.models.tasks import Irritant, Task, TaskType

__all__ = ["Irritant", "Orientation", "Reception", "Task", "TaskType"]
