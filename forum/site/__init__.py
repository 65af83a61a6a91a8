"""The pages. One module for each area of the site, mirrored by `templates/`."""
