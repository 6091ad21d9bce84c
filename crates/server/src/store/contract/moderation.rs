//! What operators decide: who may write and come in, and how a channel is written in.

use super::*;

fn id(name: &str) -> UserId {
    name.into()
}

impl Fixture {
    async fn decide(&self, channel: &ChannelId, actor: &str, user: &str, measure: Measure) -> Result<()> {
        let actor = (!actor.is_empty()).then(|| id(actor));
        self.store.moderate(&self.app, channel, actor.as_ref(), &id(user), measure).await
    }

    async fn change(&self, channel: &ChannelId, change: ChannelChange) -> Channel {
        self.store.change_channel(&self.app, channel, Some(&id("ann")), change).await.unwrap()
    }

    async fn listed(&self, channel: &ChannelId, filter: MemberFilter) -> Vec<String> {
        let list = self.store.filtered_members(&self.app, channel, Listed::Only(filter), None, 50).await.unwrap();
        list.members.into_iter().map(|member| member.user_id.0).collect()
    }
}

/// What a `member_changed` told: rev, role, state, whether muted, count, who left. What is said of it in the log has its
/// own tests.
fn told(fixture: &mut Fixture) -> Vec<(u64, Role, MemberState, bool, u32, usize)> {
    let tell = |commit: Commit| match commit.event {
        Event::MessageCreated(told) if told.message.admin.is_some() => None,
        Event::MemberChanged(change) => Some((
            commit.rev.0,
            change.member.role,
            change.member.state,
            change.member.muted_until.is_some(),
            change.member_count,
            commit.left.len(),
        )),
        other => panic!("{other:?}"),
    };
    fixture.told().into_iter().filter_map(tell).collect()
}

pub async fn a_mute_holds_at_once_and_ends_by_time(mut fixture: Fixture) {
    let group = fixture.group("ann", &["bob"]).await;
    fixture.send(&group, "bob", "client-01", "before").await.unwrap();
    fixture.told();
    fixture.decide(&group, "ann", "bob", Measure::Mute(None)).await.unwrap();
    assert_eq!(told(&mut fixture), [(3, Role::Member, MemberState::Joined, true, 2, 0)]);
    let refused = fixture.send(&group, "bob", "client-02", "muted").await;
    assert_eq!(refused, Err(StoreError::Muted { until: TimeMs::NEVER }));
    // What was written before stays written: its resend gets its ack.
    assert!(fixture.send(&group, "bob", "client-01", "before").await.unwrap().duplicate);
    let edit = fixture.store.edit(&fixture.app, &group, &id("bob"), Seq(1), "changed", Extra::default()).await;
    assert_eq!(edit, Err(StoreError::Muted { until: TimeMs::NEVER }));
    assert_eq!(fixture.listed(&group, MemberFilter::Muted).await, ["bob"]);
    fixture.decide(&group, "ann", "bob", Measure::Unmute).await.unwrap();
    fixture.send(&group, "bob", "client-03", "again").await.unwrap();
    fixture.decide(&group, "ann", "bob", Measure::Mute(Some(1))).await.unwrap();
    assert!(matches!(fixture.send(&group, "bob", "client-04", "too soon").await, Err(StoreError::Muted { .. })));
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    fixture.send(&group, "bob", "client-04", "in time").await.unwrap();
    assert_eq!(fixture.listed(&group, MemberFilter::Muted).await, [""; 0]);
    fixture.store.remove_member(&fixture.app, &group, &id("bob")).await.unwrap();
    assert_eq!(fixture.decide(&group, "ann", "bob", Measure::Mute(None)).await, Err(StoreError::NotFound));
}

pub async fn a_mute_outlives_leaving_and_sends_that_wait_hear_of_it(fixture: Fixture) {
    let group = fixture.group("ann", &["bob"]).await;
    let store = fixture.store.clone();
    let (app, bob) = (fixture.app.clone(), id("bob"));
    // All in one batch, in this order.
    let first = store.append(fixture.message(&group, "bob", "client-01", "one"));
    let mute = fixture.decide(&group, "ann", "bob", Measure::Mute(Some(3_600)));
    let (first, mute, second) = tokio::join!(first, mute, async {
        tokio::task::yield_now().await;
        store.append(fixture.message(&group, "bob", "client-02", "two")).await
    });
    assert_eq!((first.map(|ack| ack.seq), mute), (Ok(Seq(1)), Ok(())));
    assert!(matches!(second, Err(StoreError::Muted { .. })), "{second:?}");
    store.remove_member(&app, &group, &bob).await.unwrap();
    store.add_members(&app, &group, None, std::slice::from_ref(&bob), 100).await.unwrap();
    assert!(matches!(fixture.send(&group, "bob", "client-03", "back").await, Err(StoreError::Muted { .. })));
    assert_eq!(fixture.listed(&group, MemberFilter::Muted).await, ["bob"]);
}

pub async fn whoever_is_banned_is_out_and_stays_out(mut fixture: Fixture) {
    let group = fixture.group("ann", &["bob", "cho"]).await;
    fixture.told();
    fixture.decide(&group, "ann", "bob", Measure::Ban(None)).await.unwrap();
    assert_eq!(told(&mut fixture), [(2, Role::Member, MemberState::Banned, false, 2, 1)]);
    assert_eq!(fixture.send(&group, "bob", "client-01", "hello").await, Err(StoreError::NotFound));
    let back = fixture.store.add_members(&fixture.app, &group, None, &[id("bob")], 100).await;
    assert_eq!((back, fixture.rev(&group).await), (Err(StoreError::Banned), 3));
    assert_eq!(fixture.store.memberships(&fixture.app, &id("bob")).await, Ok(Vec::new()));
    assert_eq!(fixture.listed(&group, MemberFilter::Banned).await, ["bob"]);
    assert!(fixture.store.check().await.unwrap().faults.is_empty());
    fixture.decide(&group, "ann", "bob", Measure::Unban).await.unwrap();
    fixture.decide(&group, "ann", "bob", Measure::Unban).await.unwrap();
    assert_eq!(told(&mut fixture), [(4, Role::Member, MemberState::Left, false, 2, 0)]);
    fixture.store.add_members(&fixture.app, &group, None, &[id("bob")], 100).await.unwrap();
    fixture.decide(&group, "ann", "bob", Measure::Ban(Some(1))).await.unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    assert_eq!(fixture.listed(&group, MemberFilter::Banned).await, [""; 0]);
    fixture.store.add_members(&fixture.app, &group, None, &[id("bob")], 100).await.unwrap();
    fixture.send(&group, "bob", "client-02", "back").await.unwrap();
}

pub async fn a_ban_keeps_out_of_an_open_channel_too(mut fixture: Fixture) {
    let lobby = fixture.open_channel("lobby").await;
    fixture.told();
    fixture.decide(&lobby, "", "ann", Measure::Role(Role::Operator)).await.unwrap();
    fixture.decide(&lobby, "ann", "bob", Measure::Ban(None)).await.unwrap();
    assert_eq!(
        told(&mut fixture),
        [(2, Role::Operator, MemberState::Left, false, 0, 0), (3, Role::Member, MemberState::Banned, false, 0, 1)]
    );
    assert_eq!(fixture.send(&lobby, "bob", "client-01", "hello").await, Err(StoreError::NotFound));
    let list = fixture.store.channel_list(&fixture.app, Some(&id("bob")), None, 50).await.unwrap();
    assert_eq!(list.channels.len(), 0);
    let list = fixture.store.channel_list(&fixture.app, Some(&id("cho")), None, 50).await.unwrap();
    assert_eq!(list.channels.len(), 1);
    let view = fixture.store.channel_view(&fixture.app, &lobby, Some(&id("ann"))).await.unwrap().unwrap();
    assert_eq!(view.me.map(|me| me.role), Some(Role::Operator));
    fixture.decide(&lobby, "ann", "cho", Measure::Mute(Some(60))).await.unwrap();
    assert!(matches!(fixture.send(&lobby, "cho", "client-01", "hello").await, Err(StoreError::Muted { .. })));
    fixture.send(&lobby, "ann", "client-01", "hello").await.unwrap();
    assert_eq!(fixture.listed(&lobby, MemberFilter::Operators).await, ["ann"]);
    assert_eq!(fixture.decide(&lobby, "ann", "cho", Measure::Kick).await, Err(StoreError::Forbidden));
    assert!(fixture.store.check().await.unwrap().faults.is_empty());
}

pub async fn operators_are_equals_and_the_last_one_stays(fixture: Fixture) {
    let group = fixture.group("ann", &["bob", "cho"]).await;
    let role = Measure::Role;
    assert_eq!(fixture.decide(&group, "bob", "cho", Measure::Kick).await, Err(StoreError::Forbidden));
    assert_eq!(fixture.decide(&group, "ann", "ann", role(Role::Member)).await, Err(StoreError::Forbidden));
    assert_eq!(fixture.decide(&group, "ann", "ann", Measure::Mute(None)).await, Err(StoreError::Forbidden));
    fixture.decide(&group, "ann", "bob", role(Role::Operator)).await.unwrap();
    for measure in [role(Role::Member), Measure::Kick, Measure::Ban(None), Measure::Mute(None)] {
        assert_eq!(fixture.decide(&group, "ann", "bob", measure).await, Err(StoreError::Forbidden), "{measure:?}");
    }
    fixture.decide(&group, "ann", "ann", role(Role::Member)).await.unwrap();
    assert_eq!(fixture.listed(&group, MemberFilter::Operators).await, ["bob"]);
    fixture.decide(&group, "bob", "ann", Measure::Kick).await.unwrap();
    assert_eq!(fixture.decide(&group, "bob", "ann", Measure::Kick).await, Err(StoreError::NotFound));
    fixture.decide(&group, "", "bob", Measure::Ban(None)).await.unwrap();
    assert_eq!(fixture.decide(&group, "", "nobody", Measure::Ban(None)).await, Err(StoreError::NotFound));
    let pair = fixture.store.create_channel(NewChannel { distinct: true, ..fixture.new_group("ann", &["bob"]) }).await;
    assert_eq!(fixture.decide(&pair.unwrap(), "ann", "bob", Measure::Mute(None)).await, Err(StoreError::Forbidden));
}

pub async fn a_frozen_channel_is_written_in_by_operators_only(mut fixture: Fixture) {
    let group = fixture.group("ann", &["bob"]).await;
    fixture.told();
    let frozen = ChannelChange { frozen: Some(true), ..ChannelChange::default() };
    assert!(fixture.change(&group, frozen.clone()).await.frozen);
    assert_eq!(fixture.change(&group, frozen.clone()).await.rev, Rev(3));
    let commits = fixture.told();
    assert_eq!(commits.len(), 2);
    assert!(matches!(&commits[0].event, Event::ChannelChanged(changed) if changed.channel.frozen));
    assert_eq!(fixture.send(&group, "bob", "client-01", "hello").await, Err(StoreError::Frozen));
    fixture.send(&group, "ann", "client-01", "quiet, please").await.unwrap();
    let refused = fixture.store.change_channel(&fixture.app, &group, Some(&id("bob")), frozen).await;
    assert_eq!(refused, Err(StoreError::Forbidden));
    fixture.change(&group, ChannelChange { frozen: Some(false), ..ChannelChange::default() }).await;
    fixture.send(&group, "bob", "client-01", "hello").await.unwrap();
}

pub async fn slow_mode_lets_one_message_pass_at_a_time(fixture: Fixture) {
    let group = fixture.group("ann", &["bob", "cho"]).await;
    let slow = |seconds| ChannelChange { slow_mode_seconds: Some(seconds), ..ChannelChange::default() };
    assert_eq!(fixture.change(&group, slow(1)).await.slow_mode_seconds, Some(1));
    let sends = ["client-01", "client-02", "client-03"].map(|client| fixture.send(&group, "bob", client, "hello"));
    let outcomes = futures_util::future::join_all(sends).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let waits = |outcome: &Result<Ack>| matches!(outcome, Err(StoreError::SlowMode { retry_after_ms: 1..=1_000 }));
    assert_eq!(outcomes.iter().filter(|outcome| waits(outcome)).count(), 2);
    fixture.send(&group, "cho", "client-01", "each for themselves").await.unwrap();
    for client in ["client-01", "client-02"] {
        fixture.send(&group, "ann", client, "operators as they like").await.unwrap();
    }
    tokio::time::sleep(std::time::Duration::from_millis(1_050)).await;
    fixture.send(&group, "bob", "client-04", "after a while").await.unwrap();
    assert!(waits(&fixture.send(&group, "bob", "client-05", "too soon").await));
    assert!(fixture.send(&group, "bob", "client-04", "after a while").await.unwrap().duplicate);
    assert_eq!(fixture.change(&group, slow(0)).await.slow_mode_seconds, None);
    fixture.send(&group, "bob", "client-05", "as quick as one likes").await.unwrap();
}

pub async fn a_channel_is_changed_field_by_field(fixture: Fixture) {
    let group = fixture.group("ann", &["bob"]).await;
    let change = ChannelChange {
        name: Some("마당".into()),
        cover_url: Some("https://a.example/c.png".into()),
        public: Some(true),
        ..ChannelChange::default()
    };
    let changed = fixture.change(&group, change).await;
    assert_eq!((changed.name.as_str(), changed.public, changed.rev), ("마당", true, Rev(4)));
    let changed =
        fixture.change(&group, ChannelChange { cover_url: Some(String::new()), ..ChannelChange::default() }).await;
    assert_eq!((changed.name.as_str(), changed.cover_url), ("마당", None));
    let page = fixture.sync(&group, 1).await;
    assert_eq!((page.channel.name.as_str(), page.rev), ("마당", Rev(6)));
    let lobby = fixture.open_channel("lobby").await;
    let public = ChannelChange { public: Some(true), ..ChannelChange::default() };
    let refused = fixture.store.change_channel(&fixture.app, &lobby, None, public).await;
    assert_eq!(refused, Err(StoreError::Forbidden));
}

pub async fn reports_wait_until_they_are_resolved(fixture: Fixture) {
    let group = fixture.group("ann", &["bob", "cho"]).await;
    fixture.send(&group, "bob", "client-01", "unkind").await.unwrap();
    fixture
        .store
        .append(NewMessage { flagged: true, ..fixture.message(&group, "bob", "client-02", "odd") })
        .await
        .unwrap();
    let report = |seq: Option<u64>, user: Option<&str>| MakeReport {
        channel_id: group.clone(),
        seq: seq.map(Seq),
        user_id: user.map(UserId::from),
        reason: ReportReason::Spam,
        note: "안녕".into(),
    };
    let (store, app, cho) = (&fixture.store, &fixture.app, &id("cho"));
    for one in [report(Some(1), None), report(Some(1), None), report(None, Some("bob"))] {
        store.add_report(app, cho, one).await.unwrap();
    }
    assert_eq!(store.add_report(app, cho, report(Some(3), None)).await, Err(StoreError::NotFound));
    fixture.user("dan").await;
    assert_eq!(store.add_report(app, &id("dan"), report(Some(1), None)).await, Err(StoreError::NotFound));
    let first = store.reports(app, Some(&group), None, 2).await.unwrap();
    let told: Vec<_> = first.reports.iter().map(|one| (one.seq, one.reporter_id.as_str(), one.text.as_str())).collect();
    assert_eq!(told, [(Some(Seq(2)), "bob", "odd"), (Some(Seq(1)), "cho", "unkind")]);
    let second = store.reports(app, None, first.next.as_deref(), 2).await.unwrap();
    assert_eq!((second.reports.len(), second.next), (1, None));
    let number = second.reports[0].report_id;
    assert_eq!(store.resolve_report(app, &group, Some(cho), number).await, Err(StoreError::Forbidden));
    assert_eq!(store.resolve_report(app, &group, None, 999).await, Err(StoreError::NotFound));
    store.resolve_report(app, &group, Some(&id("ann")), number).await.unwrap();
    assert_eq!(store.reports(app, Some(&group), None, 50).await.unwrap().reports.len(), 2);
    store.add_report(app, cho, report(None, Some("bob"))).await.unwrap();
    assert_eq!(store.reports(app, Some(&group), None, 50).await.unwrap().reports.len(), 3);
}

pub async fn blocks_are_their_makers_own(fixture: Fixture) {
    let group = fixture.group("ann", &["bob", "cho"]).await;
    let (store, app) = (&fixture.store, &fixture.app);
    assert_eq!(store.set_block(app, &id("ann"), &id("bob"), true).await, Ok(vec![id("bob")]));
    assert_eq!(store.set_block(app, &id("ann"), &id("bob"), true).await, Ok(vec![id("bob")]));
    assert_eq!(store.set_block(app, &id("ann"), &id("ann"), true).await, Err(StoreError::Forbidden));
    assert_eq!(store.set_block(app, &id("ann"), &id("nobody"), true).await, Err(StoreError::NotFound));
    fixture.send(&group, "bob", "client-01", "hello").await.unwrap();
    fixture.send(&group, "cho", "client-01", "hello").await.unwrap();
    let unread =
        async |user: &str| store.channel_view(app, &group, Some(&id(user))).await.unwrap().unwrap().unread_count;
    assert_eq!((unread("ann").await, unread("bob").await), (1, 1));
    assert_eq!(store.blocked(app, &id("bob")).await, Ok(Vec::new()));
    assert_eq!(store.set_block(app, &id("ann"), &id("bob"), false).await, Ok(Vec::new()));
    assert_eq!(unread("ann").await, 2);
}

pub async fn filters_are_kept_per_application(fixture: Fixture) {
    use madang_server::filter::{FilterAction, Filters, Rule};
    assert_eq!(fixture.store.filters(&fixture.app).await, Ok(Filters::default()));
    let rule = Rule { text: "바보".into(), action: FilterAction::Flag };
    let filters = Filters { words: vec![rule], domains: Vec::new() };
    fixture.store.set_filters(&fixture.app, filters.clone()).await.unwrap();
    assert_eq!(fixture.store.filters(&fixture.app).await, Ok(filters.clone()));
    assert_eq!(fixture.store.set_filters(&"none".into(), filters).await, Err(StoreError::NotFound));
}
