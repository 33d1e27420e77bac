"""What performance is measured with: `./run bench NAME`."""
