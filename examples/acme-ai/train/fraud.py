"""Train the fraud model on card payments. Run by hand; the gate only looks whether it is there."""

from pathlib import Path

import joblib
import pandas
from sklearn.ensemble import HistGradientBoostingClassifier

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    payments = pandas.read_csv(ROOT / "data/payments/payments.csv")
    model = HistGradientBoostingClassifier(random_state=20260914)
    model.fit(payments.drop(columns="decision"), payments["decision"])
    joblib.dump(model, ROOT / "models/fraud-v3/model.bin")


if __name__ == "__main__":
    main()
