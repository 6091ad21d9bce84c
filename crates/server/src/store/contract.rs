//! The suite that every store must pass, whatever database is behind it. Compiled into the tests only
//! (`tests/store_sqlite.rs`, `tests/store_mariadb.rs`), which give each case a fresh store.

#[path = "contract/admin.rs"]
pub mod admin;
#[path = "contract/apps.rs"]
pub mod apps;
#[path = "contract/channels.rs"]
pub mod channels;
#[path = "contract/covers.rs"]
pub mod covers;
#[path = "contract/cursors.rs"]
pub mod cursors;
#[path = "contract/directory.rs"]
pub mod directory;
#[path = "contract/files.rs"]
pub mod files;
#[path = "contract/forward.rs"]
pub mod forward;
#[path = "contract/members.rs"]
pub mod members;
#[path = "contract/mentions.rs"]
pub mod mentions;
#[path = "contract/messages.rs"]
pub mod messages;
#[path = "contract/moderation.rs"]
pub mod moderation;
#[path = "contract/order.rs"]
pub mod order;
#[path = "contract/pins.rs"]
pub mod pins;
#[path = "contract/polls.rs"]
pub mod polls;
#[path = "contract/preferences.rs"]
pub mod preferences;
#[path = "contract/previews.rs"]
pub mod previews;
#[path = "contract/reactions.rs"]
pub mod reactions;
#[path = "contract/reading.rs"]
pub mod reading;
#[path = "contract/reply.rs"]
pub mod reply;
#[path = "contract/scheduled.rs"]
pub mod scheduled;
#[path = "contract/search.rs"]
pub mod search;
#[path = "contract/shadow.rs"]
pub mod shadow;
#[path = "contract/sync.rs"]
pub mod sync;
#[path = "contract/threads.rs"]
pub mod threads;
#[path = "contract/users.rs"]
pub mod users;

use madang_protocol::*;
use madang_server::shadow::Reader;
use madang_server::store::extra::Extra;
use madang_server::store::sql::SqlStore;
use madang_server::store::*;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// A fresh store with the application `shop` and the users `ann`, `bob` and `cho`.
pub struct Fixture {
    pub store: Arc<SqlStore>,
    pub commits: UnboundedReceiver<Commit>,
    pub app: AppId,
}

pub fn app(id: &str) -> Application {
    Application {
        app_id: id.into(),
        name: format!("The {id}"),
        origins: vec![format!("https://{id}.example")],
        limits: Limits::default(),
        created_at: TimeMs(1_700_000_000_000),
    }
}

pub fn key(id: &str) -> AppKey {
    AppKey {
        key_id: id.to_owned(),
        algorithm: KeyAlgorithm::Hs256,
        material: "0123456789abcdef0123456789abcdef".to_owned(),
        created_at: TimeMs(1_700_000_000_000),
        expires_at: None,
    }
}

impl Fixture {
    pub async fn open(url: &str) -> Self {
        let (sink, commits) = unbounded_channel();
        let store = SqlStore::open(url, sink).await.unwrap();
        let fixture = Self { store, commits, app: "shop".into() };
        fixture.store.create_app(app("shop"), key("first")).await.unwrap();
        for name in ["ann", "bob", "cho"] {
            fixture.user(name).await;
        }
        fixture
    }

    pub async fn user(&self, id: &str) -> User {
        self.store.upsert_user(&self.app, &id.into(), Some(id.to_uppercase()), None).await.unwrap()
    }

    pub fn new_group(&self, creator: &str, others: &[&str]) -> NewChannel {
        NewChannel {
            app_id: self.app.clone(),
            channel_id: None,
            kind: ChannelKind::Group,
            name: "Team".to_owned(),
            cover_url: None,
            public: false,
            distinct: false,
            creator: Some(creator.into()),
            client_id: None,
            user_ids: others.iter().map(|id| UserId::from(*id)).collect(),
        }
    }

    pub async fn group(&self, creator: &str, others: &[&str]) -> ChannelId {
        self.store.create_channel(self.new_group(creator, others)).await.unwrap()
    }

    pub fn new_open(&self, id: &str) -> NewChannel {
        NewChannel {
            channel_id: Some(id.into()),
            kind: ChannelKind::Open,
            creator: None,
            name: "Lobby".to_owned(),
            ..self.new_group("", &[])
        }
    }

    pub async fn open_channel(&self, id: &str) -> ChannelId {
        self.store.create_channel(self.new_open(id)).await.unwrap()
    }

    pub fn message(&self, channel: &ChannelId, user: &str, client_id: &str, text: &str) -> NewMessage {
        NewMessage {
            app_id: self.app.clone(),
            channel_id: channel.clone(),
            user_id: user.into(),
            client_id: client_id.into(),
            text: text.to_owned(),
            ..NewMessage::default()
        }
    }

    pub async fn send(&self, channel: &ChannelId, user: &str, client_id: &str, text: &str) -> Result<Ack> {
        self.store.append(self.message(channel, user, client_id, text)).await
    }

    /// `count` messages of ann, all at once: texts `1`, `2`, …
    pub async fn fill(&self, channel: &ChannelId, count: u64) {
        let sends = (1..=count)
            .map(|n| self.store.append(self.message(channel, "ann", &format!("filler-{n:06}"), &n.to_string())));
        for ack in futures_util::future::join_all(sends).await {
            ack.unwrap();
        }
    }

    pub async fn rev(&self, channel: &ChannelId) -> u64 {
        self.store.revs(&self.app, std::slice::from_ref(channel)).await.unwrap()[0].1.0
    }

    pub async fn page(&self, channel: &ChannelId, range: Range, limit: u32) -> HistoryPage {
        self.store.history(&self.app, channel, Reader::ALL, range, limit).await.unwrap()
    }

    pub async fn sync(&self, channel: &ChannelId, since: u64) -> SyncPage {
        self.store.sync(&self.app, channel, Reader::ALL, &self.store.epoch(), Rev(since)).await.unwrap()
    }

    /// Everything told so far, oldest first.
    pub fn told(&mut self) -> Vec<Commit> {
        std::iter::from_fn(|| self.commits.try_recv().ok()).collect()
    }
}

pub fn texts(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.text.as_str()).collect()
}

/// Calls `$run!(module::case)` for every case of the suite.
macro_rules! every_case {
    ($run:ident) => {
        $run! {
            apps: an_application_is_kept_as_it_was_made,
            apps: a_second_application_of_the_same_id_is_refused,
            apps: a_rotated_key_ends_the_others,
            apps: origins_are_replaced,
            users: a_user_is_made_once_and_changed_field_by_field,
            users: ids_are_compared_byte_by_byte,
            users: a_visitor_is_known_by_token_and_origin_only,
            users: revoking_remembers_the_time_and_forgets_the_visitor_token,
            users: last_seen_is_kept_for_those_who_were_seen,
            users: acquainted_are_those_who_share_a_joined_group,
            channels: a_group_begins_at_rev_1_with_its_members,
            channels: a_repeated_client_id_gives_the_first_channel,
            channels: a_chosen_id_is_taken_once,
            channels: unknown_members_make_no_channel,
            channels: a_distinct_channel_exists_once_under_a_race,
            channels: a_distinct_channel_takes_back_who_left_and_asks_again,
            channels: a_view_tells_last_message_unread_and_members,
            channels: the_list_has_groups_by_activity_then_open_channels,
            channels: an_anonymous_list_has_open_channels_only,
            channels: nothing_is_found_in_another_application,
            members: adding_tells_one_rev_each,
            members: a_full_group_takes_nobody,
            members: unknown_users_add_nobody,
            members: leaving_keeps_the_row_and_coming_back_renews_it,
            members: a_distinct_group_stays_the_one_of_its_members,
            members: pages_are_by_join_time,
            members: memberships_and_revs_tell_where_the_channels_are,
            messages: a_message_is_acked_with_its_place,
            messages: a_resend_gets_the_first_answer,
            messages: a_client_id_with_another_text_is_a_conflict,
            messages: a_client_id_belongs_to_its_author_and_channel,
            messages: a_resend_after_edit_and_delete_is_still_the_first,
            messages: strangers_and_left_members_write_nothing,
            messages: everybody_of_the_application_writes_in_an_open_channel,
            messages: the_author_edits,
            messages: the_author_and_operators_delete,
            messages: any_text_comes_back_as_it_was,
            messages: what_a_message_carries_is_kept_follows_an_edit_and_goes_with_it,
            reply: a_reply_shows_what_it_answers,
            reply: a_reply_needs_a_message_that_is_there,
            reply: a_resent_reply_gets_the_first_answer_whatever_happened,
            reply: what_was_edited_or_deleted_lives_on_in_no_quote,
            reply: nothing_is_learnt_by_replying_where_one_may_not_read,
            mentions: a_mention_holds_when_it_names_a_member_by_the_present_nickname,
            mentions: in_an_open_channel_authors_are_known_and_nobody_calls_all,
            mentions: unread_mentions_are_of_others_until_they_are_read_or_gone,
            mentions: a_call_to_who_is_here_is_for_them_whatever_is_edited,
            mentions: people_are_found_by_the_beginning_of_a_nickname_in_any_script,
            mentions: in_an_open_channel_people_are_the_authors_of_its_newest_messages,
            files: an_upload_goes_from_announced_to_ready_to_sent,
            files: a_message_takes_only_files_of_its_author_that_are_ready_and_free,
            files: a_resend_with_other_files_is_a_conflict,
            files: files_go_with_their_message_and_abandoned_ones_with_time,
            files: so_many_uploads_of_one_user_may_wait,
            moderation: a_mute_holds_at_once_and_ends_by_time,
            moderation: a_mute_outlives_leaving_and_sends_that_wait_hear_of_it,
            moderation: whoever_is_banned_is_out_and_stays_out,
            moderation: a_ban_keeps_out_of_an_open_channel_too,
            moderation: operators_are_equals_and_the_last_one_stays,
            moderation: a_frozen_channel_is_written_in_by_operators_only,
            moderation: slow_mode_lets_one_message_pass_at_a_time,
            moderation: a_channel_is_changed_field_by_field,
            moderation: reports_wait_until_they_are_resolved,
            moderation: blocks_are_their_makers_own,
            moderation: filters_are_kept_per_application,
            forward: a_file_lives_as_long_as_a_message_that_has_it,
            forward: a_forward_is_written_once_and_only_of_what_is_seen,
            preferences: a_preference_is_one_users_and_changes_field_by_field,
            preferences: pinned_channels_begin_the_list_and_come_no_second_time,
            preferences: so_many_channels_are_pinned_at_most,
            preferences: what_is_marked_counts_as_unread_until_it_is_read_again,
            preferences: nothing_rings_until_a_time_and_then_it_may_again,
            order: sequences_have_no_holes_and_all_see_one_order,
            order: one_hundred_senders_at_once_share_the_numbers,
            order: duplicates_within_one_batch_are_one_message,
            order: calls_are_written_in_their_order,
            order: a_refused_write_among_others_harms_nobody,
            order: what_the_writer_knows_is_never_older_than_the_data,
            order: commits_are_told_in_the_order_of_revs,
            order: after_close_nothing_is_written,
            reading: pages_go_both_ways,
            reading: pages_around_a_message,
            reading: an_empty_channel_has_an_empty_page,
            reading: a_page_is_of_one_moment,
            reading: reads_do_not_wait_for_writes,
            sync: what_changed_comes_in_its_current_state,
            sync: members_who_came_and_went_are_told,
            sync: nothing_new_is_an_empty_page,
            sync: pages_hold_300_changes,
            sync: long_texts_make_shorter_pages,
            sync: more_than_1000_changes_reset,
            sync: another_epoch_or_a_position_beyond_resets,
            sync: unknown_channels_are_not_found,
            cursors: cursors_only_move_forward,
            cursors: cursors_never_pass_the_newest_message,
            cursors: reading_is_also_delivery,
            cursors: strangers_have_no_cursor,
            cursors: who_has_read_a_message_is_listed,
            cursors: unread_counts_others_only_to_100,
            reactions: each_user_reacts_with_each_emoji_once,
            reactions: taking_a_reaction_away_leaves_the_others_in_order,
            reactions: a_reaction_of_many_names_the_first_and_counts_all,
            reactions: a_message_has_so_many_kinds_at_most,
            reactions: who_reacted_is_told_in_pages,
            reactions: an_edit_keeps_reactions_and_a_deletion_ends_them,
            reactions: strangers_and_left_members_do_not_react,
            pins: a_pin_is_told_once_listed_newest_first_and_taken_away,
            pins: operators_pin_and_both_people_of_a_pair,
            pins: a_channel_has_so_many_pins_at_most,
            pins: an_edit_keeps_a_pin_and_a_deletion_ends_it,
            search: words_are_found_in_every_script,
            search: an_edit_is_found_by_its_new_words_and_a_deleted_message_by_none,
            search: only_what_the_reader_may_read_is_searched,
            search: author_date_and_files_narrow_what_is_found,
            search: pages_go_from_the_newest_to_the_oldest_without_a_gap,
            search: a_day_is_found_by_its_first_message,
            covers: a_cover_is_the_channels_until_the_next,
            directory: users_are_found_by_the_beginning_of_their_names,
            directory: what_anybody_may_enter_or_join_is_browsed,
            polls: a_vote_counts_once_and_can_be_changed_and_taken_back,
            polls: one_option_or_several_as_the_poll_says,
            polls: many_votes_at_once_are_all_counted,
            polls: a_closed_poll_takes_no_vote,
            polls: another_poll_with_the_same_client_id_is_a_conflict,
            polls: who_voted_is_told_in_pages_unless_it_is_anonymous,
            polls: a_poll_is_not_edited_and_its_votes_go_with_it,
            previews: a_preview_is_a_change_that_everybody_hears_once,
            previews: an_edit_keeps_the_preview_with_its_link_only,
            previews: its_author_and_operators_remove_it_for_good,
            previews: who_is_out_by_then_gets_none_and_an_application_can_go_without,
            scheduled: what_is_scheduled_waits_for_its_author_alone,
            scheduled: a_time_is_within_a_year_and_100_wait_at_most,
            scheduled: a_scheduled_message_is_changed_by_its_author,
            scheduled: it_is_sent_once_whoever_tries_and_however_often,
            scheduled: who_may_not_write_then_keeps_it_with_the_reason,
            threads: a_thread_begins_with_its_first_reply_and_its_root_tells,
            threads: a_resent_reply_gets_the_first_answer_and_counts_once,
            threads: who_may_not_write_in_the_channel_may_not_in_its_threads,
            threads: one_follows_what_one_wrote_answered_or_is_named_in,
            threads: what_is_said_in_both_is_changed_and_taken_back_in_both,
            threads: a_deleted_root_keeps_its_thread_and_no_deleted_reply_counts,
            threads: replies_are_found_by_who_may_read_the_channel_only,
            threads: reports_from_a_thread_wait_with_those_of_its_channel,
            admin: what_happens_is_told_behind_what_it_tells_of,
            admin: two_and_many_and_open_channels_are_not_told_who_comes,
            admin: it_counts_for_nothing_and_nobody_touches_it,
            admin: a_note_of_the_backend_is_written_once,
            shadow: for_all_others_it_is_a_number,
            shadow: nobody_learns_of_the_mute,
            shadow: it_counts_and_moves_nothing,
            shadow: an_edit_under_it_hides_and_lifting_shows_nothing,
            shadow: a_hollow_reply_is_in_no_count,
            shadow: what_quotes_it_shows_it_to_its_author_alone,
            shadow: what_is_heard_is_what_is_read_of_quotes_and_threads_too,
            cursors: check_finds_nothing_wrong,
        }
    };
}
pub(crate) use every_case;
