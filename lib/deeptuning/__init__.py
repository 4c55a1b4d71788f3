"""Reference formulas, feedback and pictures for a course on tuning deep neural networks.

Importing this package is cheap: it loads neither torch nor TensorFlow nor Jupyter.
"""

__version__ = "0.1.0"
