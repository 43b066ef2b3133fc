"""The portal: upload, review, publish and find a site's month in a browser. It knows the pipeline and holds no analysis."""
