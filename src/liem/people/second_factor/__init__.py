"""The second factor at sign-in: a code that changes every half minute (RFC 6238), and recovery codes on paper."""
