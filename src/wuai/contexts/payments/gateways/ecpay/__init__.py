"""ECPay's card page (AIO): signed with CheckMacValue."""
