# Every target is a job of start.py, which also works where there is no make: python3 start.py JOB
JOBS := demo test quick cover setup lint check docs bench lock servers wordpress ghost
.PHONY: $(JOBS)
.DEFAULT_GOAL := check

$(JOBS):
	@python3 start.py $@
