"""Practice sheets: what a team tried, told in a few pages, evaluated twice, tried again elsewhere; calls for sheets."""
