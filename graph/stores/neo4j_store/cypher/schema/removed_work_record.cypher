CREATE CONSTRAINT removed_work_record IF NOT EXISTS FOR (n:RemovedWork) REQUIRE n.record IS UNIQUE
