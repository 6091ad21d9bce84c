//! The queue of reports of each channel, with the text as it was then.

use super::fault::Fail;
use super::jobs::Write;
use super::rows::{self, Columns, Outcome, signed, sql};
use super::sql::SqlStore;
use super::users::find_user;
use super::writer::Tx;
use super::{Result, StoreError};
use crate::policy::Action;
use crate::shadow::Reader;
use async_trait::async_trait;
use madang_protocol::*;
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

pub(super) struct AddReport {
    pub(super) app_id: AppId,
    pub(super) reporter: UserId,
    pub(super) report: MakeReport,
}

pub(super) struct Resolve {
    pub(super) app_id: AppId,
    pub(super) channel_id: ChannelId,
    /// `None`: the Platform API.
    pub(super) actor: Option<UserId>,
    pub(super) report_id: u64,
}

fn reason_name(reason: ReportReason) -> &'static str {
    match reason {
        ReportReason::Spam => "spam",
        ReportReason::Harassment => "harassment",
        ReportReason::Inappropriate => "inappropriate",
        ReportReason::Other => "other",
        ReportReason::Filtered => "filtered",
    }
}

fn reason(name: &str) -> ReportReason {
    let all = [ReportReason::Spam, ReportReason::Harassment, ReportReason::Inappropriate, ReportReason::Filtered];
    all.into_iter().find(|reason| reason_name(*reason) == name).unwrap_or(ReportReason::Other)
}

/// One row of the queue: channel, seq (0: the user as such), reported, reporter, reason, note, text.
pub(super) struct NewReport<'a> {
    pub(super) channel_key: i64,
    pub(super) seq: i64,
    pub(super) user_key: i64,
    pub(super) reporter_key: i64,
    pub(super) reason: ReportReason,
    pub(super) note: &'a str,
    pub(super) text: &'a str,
}

pub(super) async fn insert_report(tx: &mut Tx, report: NewReport<'_>) -> Outcome<()> {
    sql("INSERT INTO report (channel_key, seq, user_key, reporter_key, reason, note, body, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .bind(report.channel_key)
    .bind(report.seq)
    .bind(report.user_key)
    .bind(report.reporter_key)
    .bind(reason_name(report.reason))
    .bind(report.note)
    .bind(report.text)
    .bind(tx.now)
    .execute(&mut tx.connection)
    .await?;
    Ok(())
}

#[async_trait]
impl Write for AddReport {
    type Output = ();
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        let row = tx.lock_channel(&self.app_id, &self.report.channel_id).await?;
        let reporter =
            find_user(&mut tx.connection, &self.app_id, &self.reporter).await?.ok_or(StoreError::NotFound)?;
        let access = tx.allow(Action::Read, &row, reporter.key).await?;
        let (seq, user_key, text) = match (self.report.seq, &self.report.user_id) {
            (Some(seq), _) => {
                let query = sql("SELECT m.user_key, m.body, m.is_shadow, u.user_id FROM message m \
                     JOIN app_user u ON u.id = m.user_key WHERE m.channel_key = ? AND m.seq = ? AND m.is_admin = 0");
                let found = query.bind(row.key).bind(signed(seq.0)).fetch_optional(&mut tx.connection).await?;
                let found = found.ok_or(StoreError::NotFound)?;
                let mut columns = Columns::of(&found);
                let (key, text) = (columns.int()?, columns.text()?);
                let (shadow, author) = (columns.flag()?, UserId(columns.text()?));
                if shadow && !Reader::of(&access, Some(&self.reporter)).sees(&author) {
                    return Err(StoreError::NotFound.into());
                }
                (signed(seq.0), key, text)
            }
            (None, Some(user_id)) => {
                let user = find_user(&mut tx.connection, &self.app_id, user_id).await?.ok_or(StoreError::NotFound)?;
                (0, user.key, String::new())
            }
            (None, None) => return Err(StoreError::NotFound.into()),
        };
        let waits =
            sql("SELECT id FROM report WHERE channel_key = ? AND seq = ? AND user_key = ? AND reporter_key = ? \
             AND resolved_at IS NULL");
        // A person is reported in the channel, also from a thread.
        let channel_key = if seq == 0 { row.home.0 } else { row.key };
        let waits = waits.bind(channel_key).bind(seq).bind(user_key).bind(reporter.key);
        if waits.fetch_optional(&mut tx.connection).await?.is_some() {
            return Ok(());
        }
        let reporter_key = reporter.key;
        let MakeReport { reason, note, .. } = &self.report;
        let report = NewReport { channel_key, seq, user_key, reporter_key, reason: *reason, note, text: &text };
        Ok(insert_report(tx, report).await?)
    }
}

#[async_trait]
impl Write for Resolve {
    type Output = ();
    const CHANGES_KNOWN: bool = false;

    async fn run(&self, tx: &mut Tx) -> std::result::Result<(), Fail> {
        let row = tx.lock_operated(&self.app_id, &self.channel_id, self.actor.as_ref()).await?;
        let found = sql(
            "SELECT r.id FROM report r JOIN channel c ON c.id = r.channel_key WHERE r.id = ? AND (c.id = ? OR c.parent_key = ?)",
        );
        let found = found.bind(signed(self.report_id)).bind(row.key).bind(row.key);
        found.fetch_optional(&mut tx.connection).await?.ok_or(StoreError::NotFound)?;
        sql("UPDATE report SET resolved_at = ? WHERE id = ? AND resolved_at IS NULL")
            .bind(tx.now)
            .bind(signed(self.report_id))
            .execute(&mut tx.connection)
            .await?;
        Ok(())
    }
}

impl SqlStore {
    /// Waiting ones by their number; of one channel, or of all.
    pub(super) async fn read_reports(
        &self,
        app_id: &AppId,
        channel_id: Option<&ChannelId>,
        after: Option<&str>,
        limit: u32,
    ) -> Result<ReportList> {
        let limit = usize::try_from(limit.clamp(1, 100)).unwrap_or(100);
        let after: i64 = after.and_then(|text| text.parse().ok()).unwrap_or(0);
        let mut tx = self.snapshot().await?;
        let mut condition = "c.app_id = ?".to_owned();
        if channel_id.is_some() {
            condition.push_str(" AND (c.channel_id = ? OR p.channel_id = ?)");
        }
        let text = format!(
            "SELECT r.id, c.channel_id, r.seq, r.reason, r.note, r.body, r.created_at, {}, w.user_id, w.nickname, \
             w.profile_url, w.is_visitor FROM report r JOIN channel c ON c.id = r.channel_key \
             LEFT JOIN channel p ON p.id = c.parent_key JOIN app_user u ON u.id = r.user_key JOIN app_user w ON w.id = r.reporter_key \
             WHERE {condition} AND r.resolved_at IS NULL AND r.id > ? ORDER BY r.id LIMIT ?",
            rows::USER
        );
        let mut query = sql(AssertSqlSafe(text)).bind(app_id.as_str());
        if let Some(channel_id) = channel_id {
            query = query.bind(channel_id.as_str()).bind(channel_id.as_str());
        }
        let query = query.bind(after).bind(i64::try_from(limit + 1).unwrap_or(101));
        let (mut reports, mut users) = (Vec::new(), BTreeMap::new());
        for row in query.fetch_all(&mut *tx).await? {
            let mut columns = Columns::of(&row);
            let (report_id, channel_id) = (columns.number()?, ChannelId(columns.text()?));
            let seq = Some(Seq(columns.number()?)).filter(|seq| seq.0 > 0);
            let (reason, note, text) = (reason(&columns.text()?), columns.text()?, columns.text()?);
            let created_at = TimeMs(columns.number()?);
            let (user, reporter) = (rows::user(&mut columns)?, rows::user(&mut columns)?);
            let (user_id, reporter_id) = (user.user_id.clone(), reporter.user_id.clone());
            users.insert(user_id.clone(), user);
            users.insert(reporter_id.clone(), reporter);
            reports.push(Report { report_id, channel_id, seq, user_id, reporter_id, reason, note, text, created_at });
        }
        tx.commit().await?;
        let more = reports.len() > limit;
        reports.truncate(limit);
        let next = reports.last().filter(|_| more).map(|report| report.report_id.to_string());
        Ok(ReportList { reports, users: users.into_values().collect(), next })
    }
}
