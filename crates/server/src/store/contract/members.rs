//! Joining, leaving, and who is there.

use super::*;

fn ids(names: &[&str]) -> Vec<UserId> {
    names.iter().map(|name| UserId::from(*name)).collect()
}

pub async fn adding_tells_one_rev_each(mut fixture: Fixture) {
    let id = fixture.group("ann", &[]).await;
    fixture.told();
    fixture.store.add_members(&fixture.app, &id, None, &ids(&["bob", "ann", "cho", "bob"]), 100).await.unwrap();
    let commits = fixture.told();
    let told: Vec<_> = commits
        .iter()
        .map(|commit| {
            let Event::MemberChanged(change) = &commit.event else { panic!("{:?}", commit.event) };
            assert_eq!((change.rev, change.member.rev), (commit.rev, commit.rev));
            (commit.rev.0, commit.joined.clone(), change.user.nickname.as_str(), change.member_count)
        })
        .collect();
    assert_eq!(told, [(2, ids(&["bob"]), "BOB", 2), (3, ids(&["cho"]), "CHO", 3)]);
    fixture.store.add_members(&fixture.app, &id, None, &ids(&["cho"]), 100).await.unwrap();
    assert_eq!((fixture.told().len(), fixture.rev(&id).await), (0, 3));
    let lobby = fixture.open_channel("lobby").await;
    let open = fixture.store.add_members(&fixture.app, &lobby, None, &ids(&["bob"]), 100).await;
    assert_eq!(open, Err(StoreError::Forbidden));
}

pub async fn a_full_group_takes_nobody(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.user("dan").await;
    fixture.told();
    let (store, shop) = (&fixture.store.clone(), &fixture.app.clone());
    assert_eq!(store.add_members(shop, &id, None, &ids(&["cho", "dan"]), 3).await, Err(StoreError::GroupFull));
    store.add_members(shop, &id, None, &ids(&["cho"]), 3).await.unwrap();
    assert_eq!(store.add_members(shop, &id, None, &ids(&["dan"]), 3).await, Err(StoreError::GroupFull));
    assert_eq!(store.add_members(shop, &id, None, &ids(&["ann", "bob"]), 3).await, Ok(()));
    assert_eq!(fixture.told().len(), 1);
    let dan = ids(&["dan"]);
    let wishes = (0..10).map(|_| store.add_members(shop, &id, None, &dan, 4));
    assert!(futures_util::future::join_all(wishes).await.iter().all(Result::is_ok));
    assert_eq!(fixture.rev(&id).await, 3);
}

pub async fn unknown_users_add_nobody(mut fixture: Fixture) {
    let id = fixture.group("ann", &[]).await;
    fixture.told();
    let added = fixture.store.add_members(&fixture.app, &id, None, &ids(&["bob", "nobody"]), 100).await;
    assert_eq!(added, Err(StoreError::NotFound));
    assert_eq!((fixture.told().len(), fixture.rev(&id).await), (0, 1));
}

pub async fn leaving_keeps_the_row_and_coming_back_renews_it(mut fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let (store, shop, ann) = (fixture.store.clone(), fixture.app.clone(), UserId::from("ann"));
    fixture.send(&id, "bob", "client-01", "hello").await.unwrap();
    store.move_cursor(&shop, &id, &ann, Some(Seq(1)), None).await.unwrap();
    fixture.told();
    store.remove_member(&shop, &id, &ann).await.unwrap();
    assert_eq!(store.remove_member(&shop, &id, &ann).await, Err(StoreError::NotFound));
    let commits = fixture.told();
    assert_eq!(commits.len(), 2);
    assert_eq!(
        (commits[0].rev, commits[0].left.as_slice(), commits[0].joined.len()),
        (Rev(3), ids(&["ann"]).as_slice(), 0)
    );
    let access = store.access(&shop, &id, Some(&ann)).await.unwrap().unwrap();
    let member = access.member.unwrap();
    assert_eq!((member.role, member.state), (Role::Operator, MemberState::Left));
    assert_eq!(store.members(&shop, &id, None, 50).await.unwrap().members.len(), 1);
    store.add_members(&shop, &id, None, std::slice::from_ref(&ann), 100).await.unwrap();
    let view = store.channel_view(&shop, &id, Some(&ann)).await.unwrap().unwrap();
    let me = view.me.unwrap();
    assert_eq!((me.role, me.state, me.read_seq, me.rev), (Role::Member, MemberState::Joined, Seq(1), Rev(5)));
    assert_eq!(view.channel.member_count, 2);
}

pub async fn a_distinct_group_stays_the_one_of_its_members(fixture: Fixture) {
    let wish = NewChannel { distinct: true, ..fixture.new_group("ann", &["bob"]) };
    let id = fixture.store.create_channel(wish).await.unwrap();
    let added = fixture.store.add_members(&fixture.app, &id, None, &ids(&["cho"]), 100).await;
    assert_eq!(added, Err(StoreError::Forbidden));
    fixture.store.remove_member(&fixture.app, &id, &"bob".into()).await.unwrap();
    fixture.store.add_members(&fixture.app, &id, None, &ids(&["bob"]), 100).await.unwrap();
    assert_eq!(fixture.rev(&id).await, 3);
}

pub async fn pages_are_by_join_time(fixture: Fixture) {
    let id = fixture.group("cho", &["bob"]).await;
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    fixture.store.add_members(&fixture.app, &id, None, &ids(&["ann"]), 100).await.unwrap();
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = fixture.store.members(&fixture.app, &id, after.as_deref(), 1).await.unwrap();
        assert_eq!((page.members.len(), page.users.len()), (1, 1));
        names.extend(page.members.into_iter().map(|member| member.user_id.0));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(names.last().map(String::as_str), Some("ann"));
    names.sort();
    assert_eq!(names, ["ann", "bob", "cho"]);
}

pub async fn memberships_and_revs_tell_where_the_channels_are(fixture: Fixture) {
    let first = fixture.group("ann", &["bob"]).await;
    let second = fixture.group("bob", &["ann"]).await;
    let left = fixture.group("bob", &["ann"]).await;
    fixture.store.remove_member(&fixture.app, &left, &"ann".into()).await.unwrap();
    fixture.send(&second, "ann", "client-01", "hello").await.unwrap();
    let mine = fixture.store.memberships(&fixture.app, &"ann".into()).await;
    assert_eq!(mine, Ok(vec![(first.clone(), Rev(1)), (second.clone(), Rev(2))]));
    let mut revs = fixture.store.revs(&fixture.app, &[second.clone(), left.clone(), "none".into()]).await.unwrap();
    let mut wanted = vec![(second, Rev(2)), (left, Rev(3))];
    revs.sort_by(|a, b| a.0.cmp(&b.0));
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(revs, wanted);
}
