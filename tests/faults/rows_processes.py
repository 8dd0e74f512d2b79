"""Faults of stage processes."""
from matrix import row
from pipeline import STAGES

FIVE = (0.12, 0.27, 0.42, 0.57, 0.72)


def kill_five_times(stage):
    @row(f"kill-{stage}", f"kill -9 of {stage}, five times", bar=2.0, short=stage == "tag")
    def act(trial):
        for share in FIVE:
            trial.reach(share)
            with trial.strike(f"kill -9 of {stage}"):
                trial.stages[stage].kill()
        assert trial.stages[stage].codes() == [-9] * len(FIVE)


for each in STAGES:
    kill_five_times(each)
