"""Who comes in without saying who they are; and what social workers entrust to the administrative staff of their team."""
