"""Rules as real framework optimizers."""
