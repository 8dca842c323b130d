"""The administrator's pages about accounts: who may sign in, in which role, for which unit."""
