"""All that is said to a clinic; nothing here asks the network unless the patient has connected one."""
