"""What `responses import` does: answers that came by mail, merged into the workspace or shown with the reason why not."""
