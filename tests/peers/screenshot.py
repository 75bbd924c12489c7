"""Fails unless a screenshot shows a picture: paper of the named colour, and more than paper on it."""

import sys

from PIL import Image

path, paper = sys.argv[1], tuple(int(part) for part in sys.argv[2].split(","))
image = Image.open(path).convert("RGB")
counted = {colour: count for count, colour in image.getcolors(1 << 24)}
pixels = image.width * image.height
ink = 1 - counted.get(paper, 0) / pixels
if image.getpixel((2, 2)) != paper or not 0.02 < ink < 0.6 or len(counted) < 50:
    sys.exit(f"{path}: corner {image.getpixel((2, 2))}, {ink:.1%} ink, {len(counted)} colours")
