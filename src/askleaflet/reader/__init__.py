"""The trained reader: the one place that knows onnxruntime, tokenizers and the model's files."""
