"""The settlement file of a channel (代收入帳檔), version 1; banks' own layouts become this one."""
