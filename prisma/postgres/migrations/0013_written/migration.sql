-- Tells who shows them that executions or runners' reports were written, once a transaction. On a channel of its own: runners
-- listen to the other one and have nothing to do with these.

CREATE FUNCTION "zenpulse_written"() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pg_notify('zenpulse_written', TG_ARGV[0]);
    RETURN NULL;
END $$;

CREATE TRIGGER "zenpulse_executions_written" AFTER INSERT OR UPDATE OR DELETE ON "zenpulse_job_execution_log"
    FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_written"('executions');

-- Heartbeats alone are no news.
CREATE TRIGGER "zenpulse_reports_written" AFTER INSERT OR UPDATE OF "snapshot" OR DELETE ON "zenpulse_runner"
    FOR EACH STATEMENT EXECUTE FUNCTION "zenpulse_written"('runners');
