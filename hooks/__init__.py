"""Every way the gate is called, as data: hook catalog and workflow templates. No modules."""
