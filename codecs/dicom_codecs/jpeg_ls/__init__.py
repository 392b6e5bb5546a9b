"""JPEG-LS (ISO 14495-1, PS3.5 8.2.3): two doors to CharLS; headers are read by ``jpeg_stream``."""
