"""What developers run: training the reader, its data, evaluation. Not part of what a clinic
installs."""
