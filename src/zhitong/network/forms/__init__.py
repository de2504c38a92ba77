"""Forms of the network: they clean input and know no business."""
