//! Does the data keep its promises? Each question is one query that must find nothing.

use super::rows::{Columns, sql};
use super::sql::SqlStore;
use super::{CheckReport, Result};
use sqlx::AnyConnection;

/// Each finds the rows that break a promise: a channel's id, and a number to look at.
const QUESTIONS: [(&str, &str); 16] = [
    (
        "its seq is not the number of its messages",
        "SELECT c.channel_id, c.seq FROM channel c \
         WHERE c.seq <> (SELECT COUNT(*) FROM message m WHERE m.channel_key = c.id)",
    ),
    (
        "its newest message is not its seq",
        "SELECT c.channel_id, c.seq FROM channel c \
         WHERE c.seq <> COALESCE((SELECT MAX(m.seq) FROM message m WHERE m.channel_key = c.id), 0)",
    ),
    (
        "a message has a rev above the channel's",
        "SELECT c.channel_id, m.seq FROM message m JOIN channel c ON c.id = m.channel_key WHERE m.rev > c.rev",
    ),
    (
        "a member has a rev above the channel's",
        "SELECT c.channel_id, m.rev FROM member m JOIN channel c ON c.id = m.channel_key WHERE m.rev > c.rev",
    ),
    (
        "a client_id has more than one message",
        "SELECT c.channel_id, COUNT(*) FROM message m JOIN channel c ON c.id = m.channel_key \
         GROUP BY c.channel_id, m.channel_key, m.client_id, m.user_key HAVING COUNT(*) > 1",
    ),
    (
        "a sent file has no message",
        "SELECT c.channel_id, f.seq FROM file f JOIN channel c ON c.id = f.channel_key LEFT JOIN message m \
         ON m.channel_key = f.channel_key AND m.seq = f.seq AND m.is_deleted = 0 WHERE f.state = 'sent' AND m.seq IS NULL",
    ),
    (
        "its member_count is not the number of joined members",
        "SELECT c.channel_id, c.member_count FROM channel c WHERE c.member_count <> \
         (SELECT COUNT(*) FROM member m WHERE m.channel_key = c.id AND m.state = 'joined')",
    ),
    (
        "a cursor is beyond the newest message, or read beyond delivered",
        "SELECT c.channel_id, m.read_seq FROM member m JOIN channel c ON c.id = m.channel_key \
         WHERE m.delivered_seq > c.seq OR m.read_seq > m.delivered_seq",
    ),
    (
        "a deleted or missing message has reactions",
        "SELECT c.channel_id, r.seq FROM reaction r JOIN channel c ON c.id = r.channel_key \
         LEFT JOIN message m ON m.channel_key = r.channel_key AND m.seq = r.seq \
         WHERE m.seq IS NULL OR m.is_deleted = 1",
    ),
    (
        "a deleted or missing message is pinned",
        "SELECT c.channel_id, p.seq FROM pin p JOIN channel c ON c.id = p.channel_key \
         LEFT JOIN message m ON m.channel_key = p.channel_key AND m.seq = p.seq \
         WHERE m.seq IS NULL OR m.is_deleted = 1",
    ),
    (
        "a deleted message is in the search index, or one that it does not know",
        "SELECT c.channel_id, s.seq FROM search_message s JOIN channel c ON c.id = s.channel_key \
         JOIN message m ON m.channel_key = s.channel_key AND m.seq = s.seq WHERE m.is_deleted = 1 OR s.seq > c.indexed_seq",
    ),
    (
        "a deleted or missing message has votes",
        "SELECT c.channel_id, v.seq FROM vote v JOIN channel c ON c.id = v.channel_key \
         LEFT JOIN message m ON m.channel_key = v.channel_key AND m.seq = v.seq \
         WHERE m.seq IS NULL OR m.is_deleted = 1",
    ),
    (
        "a scheduled message was sent and still waits",
        "SELECT c.channel_id, m.seq FROM scheduled s JOIN channel c ON c.id = s.channel_key JOIN message m \
         ON m.channel_key = s.channel_key AND m.client_id = s.client_id AND m.user_key = s.user_key",
    ),
    (
        "its newest reply is not what its root says, or it has no root",
        "SELECT t.channel_id, COALESCE(t.newest, 0) FROM (SELECT c.channel_id, m.seq AS root, m.extra, \
         (SELECT MAX(r.seq) FROM message r WHERE r.channel_key = c.id AND r.is_shadow = 0) AS newest \
         FROM channel c LEFT JOIN channel p ON p.id = c.parent_key AND p.app_id = c.app_id \
         LEFT JOIN message m ON m.channel_key = p.id \
         AND m.seq = CAST(SUBSTR(c.channel_id, INSTR(c.channel_id, '.') + 1) AS INTEGER) \
         WHERE c.parent_key IS NOT NULL) t WHERE t.root IS NULL OR (t.newest IS NOT NULL \
         AND t.extra NOT LIKE CONCAT('%\"thread\":{\"replies\":%,\"seq\":', t.newest, ',\"at\":%'))",
    ),
    (
        "somebody read a thread beyond its newest reply",
        "SELECT c.channel_id, f.read_seq FROM follower f JOIN channel c ON c.id = f.thread_key WHERE f.read_seq > c.seq",
    ),
    (
        "a message is of a user of another application",
        "SELECT c.channel_id, m.seq FROM message m JOIN channel c ON c.id = m.channel_key \
         JOIN app_user u ON u.id = m.user_key WHERE u.app_id <> c.app_id",
    ),
];

/// Faults of one kind that are told one by one.
const MOST_TOLD: usize = 20;

async fn count(connection: &mut AnyConnection, query: &'static str) -> Result<u64> {
    let row = sql(query).fetch_one(connection).await?;
    Ok(Columns::of(&row).number()?)
}

impl SqlStore {
    pub(super) async fn run_check(&self) -> Result<CheckReport> {
        let mut tx = self.snapshot().await?;
        let channels = count(&mut tx, "SELECT COUNT(*) FROM channel WHERE parent_key IS NULL").await?;
        let messages = count(&mut tx, "SELECT COUNT(*) FROM message").await?;
        let mut faults = Vec::new();
        for (promise, query) in QUESTIONS {
            let found = sql(query).fetch_all(&mut *tx).await?;
            for row in found.iter().take(MOST_TOLD) {
                let mut columns = Columns::of(row);
                faults.push(format!("channel {}: {promise} ({})", columns.text()?, columns.int()?));
            }
            if found.len() > MOST_TOLD {
                faults.push(format!("and {} more: {promise}", found.len() - MOST_TOLD));
            }
        }
        if let Some(question) = self.dialect.integrity_check() {
            for row in sql(question).fetch_all(&mut *tx).await? {
                let answer = Columns::of(&row).text()?;
                if answer != "ok" {
                    faults.push(format!("the file: {answer}"));
                }
            }
        }
        tx.commit().await?;
        Ok(CheckReport { channels, messages, faults })
    }
}
