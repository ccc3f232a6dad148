"""What people decided of findings: waivers, approvals, the baseline."""
