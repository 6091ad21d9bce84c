//! Searching: inside words of every script, never what is deleted or hidden, newest first, in pages.

use super::*;

impl Fixture {
    async fn search(&self, reader: &str, sought: Sought<'_>) -> SearchPage {
        let reader = UserId::from(reader);
        let sought = if sought.limit == 0 { Sought { limit: 20, ..sought } } else { sought };
        self.store.search(&self.app, Some(&reader), sought).await.unwrap()
    }

    /// The numbers of what ann finds in the channel.
    async fn finds(&self, channel: &ChannelId, query: &str) -> Vec<u64> {
        let page = self.search("ann", Sought { channel_id: Some(channel), query, ..Sought::default() }).await;
        page.hits.iter().map(|hit| hit.message.seq.0).collect()
    }

    async fn say(&self, channel: &ChannelId, user: &str, texts: &[&str]) {
        for text in texts {
            let client_id =
                format!("client-{:?}", std::time::SystemTime::now()).replace(|c: char| !c.is_alphanumeric(), "");
            self.send(channel, user, &client_id, text).await.unwrap();
        }
    }
}

pub async fn words_are_found_in_every_script(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let texts = [
        "달항아리가 왔어요",
        "明日の会議は三時から",
        "請把文件發給我",
        "The courtyard is open",
        "a Café on 2026-11-25, www",
        "บอกสวัสดีครับ",
        "밥 먹자 👍",
    ];
    fixture.say(&id, "ann", &texts).await;
    let cases: [(&str, &[u64]); 21] = [
        ("항아리", &[1]),
        ("항아", &[1]),
        ("아", &[1]),
        ("밥", &[7]),
        ("아가", &[]),
        ("会議", &[2]),
        ("議", &[2]),
        ("文件", &[3]),
        ("court", &[4]),
        ("COURTYARD open", &[4]),
        ("yard", &[]),
        ("cafe", &[5]),
        ("a", &[5]),
        ("www", &[5]),
        ("the", &[4]),
        ("2026-11", &[5]),
        ("สวัสดี", &[6]),
        ("👍", &[7]),
        ("\"is open\"", &[4]),
        ("\"open is\"", &[]),
        ("+-*()~<>@\" \\", &[]),
    ];
    for (query, wanted) in cases {
        assert_eq!(fixture.finds(&id, query).await, wanted, "{query}");
    }
    let page = fixture.search("bob", Sought { channel_id: Some(&id), query: "항아리", ..Sought::default() }).await;
    assert_eq!((page.hits[0].found.as_slice(), page.channels.len()), ([(1, 4)].as_slice(), 0));
    assert_eq!((page.users[0].user_id.as_str(), page.next), ("ann", None));
    assert_eq!(fixture.store.check().await.unwrap().faults, Vec::<String>::new());
}

pub async fn an_edit_is_found_by_its_new_words_and_a_deleted_message_by_none(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.say(&id, "ann", &["first words", "second words", "third words"]).await;
    assert_eq!(fixture.finds(&id, "words").await, [3, 2, 1]);
    let ann = UserId::from("ann");
    let edit = |seq, text: &'static str| fixture.store.edit(&fixture.app, &id, &ann, Seq(seq), text, Extra::default());
    // Of what the index holds, and of what it does not hold yet.
    edit(1, "erste Worte").await.unwrap();
    fixture.say(&id, "ann", &["fourth words"]).await;
    edit(4, "vierte Worte").await.unwrap();
    fixture.store.delete(&fixture.app, &id, &"ann".into(), Seq(2)).await.unwrap();
    fixture.say(&id, "ann", &["fifth words"]).await;
    fixture.store.delete(&fixture.app, &id, &"ann".into(), Seq(5)).await.unwrap();
    assert_eq!((fixture.finds(&id, "words").await, fixture.finds(&id, "worte").await), (vec![3], vec![4, 1]));
    assert_eq!((fixture.finds(&id, "first").await, fixture.finds(&id, "second").await), (vec![], vec![]));
    edit(1, "again first words").await.unwrap();
    assert_eq!((fixture.finds(&id, "words").await, fixture.finds(&id, "erste").await), (vec![3, 1], vec![]));
    assert_eq!(fixture.store.check().await.unwrap().faults, Vec::<String>::new());
}

pub async fn only_what_the_reader_may_read_is_searched(fixture: Fixture) {
    let ours = fixture.group("ann", &["bob"]).await;
    let theirs = fixture.group("bob", &["cho"]).await;
    let open = fixture.open_channel("lobby").await;
    let public = NewChannel { public: true, ..fixture.new_group("bob", &[]) };
    let public = fixture.store.create_channel(public).await.unwrap();
    for channel in [&ours, &theirs, &open, &public] {
        fixture.say(channel, "bob", &["the treasure"]).await;
    }
    let places = async |reader: &str| {
        let page = fixture.search(reader, Sought { query: "treasure", ..Sought::default() }).await;
        let named: Vec<ChannelId> = page.channels.iter().map(|view| view.channel.channel_id.clone()).collect();
        let hits: Vec<ChannelId> = page.hits.into_iter().map(|hit| hit.channel_id).collect();
        assert!(hits.iter().all(|id| named.contains(id)) && hits.len() == named.len());
        hits
    };
    assert_eq!(places("ann").await, [open.clone(), ours.clone()]);
    assert_eq!(places("bob").await, [public, open.clone(), theirs.clone(), ours.clone()]);
    assert_eq!(places("nobody").await, vec![open.clone()]);
    let page = fixture.store.search(&fixture.app, None, Sought { query: "treasure", limit: 20, ..Sought::default() });
    assert_eq!(page.await.unwrap().hits.len(), 1);
    fixture.store.remove_member(&fixture.app, &ours, &"ann".into()).await.unwrap();
    assert_eq!(places("ann").await, [open]);
    // A channel that is named, too.
    assert_eq!((fixture.finds(&ours, "treasure").await, fixture.finds(&theirs, "treasure").await), (vec![], vec![]));
    fixture.store.create_app(app("other"), key("first")).await.unwrap();
    let (other, bob) = (AppId::from("other"), UserId::from("bob"));
    let sought = Sought { query: "treasure", limit: 20, ..Sought::default() };
    assert_eq!(fixture.store.search(&other, Some(&bob), sought).await.unwrap().hits, []);
    let sought = Sought { channel_id: Some(&theirs), query: "treasure", ..Sought::default() };
    assert_eq!(fixture.store.search(&other, Some(&bob), sought).await, Err(StoreError::NotFound));
}

pub async fn author_date_and_files_narrow_what_is_found(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.say(&id, "ann", &["plan one"]).await;
    fixture.say(&id, "bob", &["plan two"]).await;
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    let file = File { file_id: "f1".into(), name: "지도.png".into(), size: 3, ..File::default() };
    fixture.store.create_file(&fixture.app, &"bob".into(), file.clone()).await.unwrap();
    fixture.store.finish_file(&fixture.app, file).await.unwrap();
    let message = NewMessage { files: vec!["f1".into()], ..fixture.message(&id, "bob", "client-file", "plan three") };
    let last = fixture.store.append(message).await.unwrap();
    let bob = UserId::from("bob");
    let of = Sought { channel_id: Some(&id), query: "plan", ..Sought::default() };
    let none = Sought { query: "", ..of };
    let cases = [
        (Sought { author: Some(&bob), ..of }, vec![3, 2]),
        (Sought { author: Some(&bob), has_file: true, ..none }, vec![3]),
        (Sought { since: Some(last.created_at), ..of }, vec![3]),
        (Sought { until: Some(last.created_at), ..none }, vec![2, 1]),
        (Sought { since: Some(TimeMs(u64::MAX)), ..none }, vec![]),
        (Sought { until: Some(TimeMs(u64::MAX)), has_file: true, ..none }, vec![3]),
        (Sought { author: Some(&"nobody".into()), ..of }, vec![]),
        (Sought { query: "지도", ..of }, vec![3]),
        (Sought { query: "plan two", has_file: true, ..of }, vec![]),
    ];
    for (sought, wanted) in cases {
        let page = fixture.search("ann", sought).await;
        assert_eq!(page.hits.iter().map(|hit| hit.message.seq.0).collect::<Vec<_>>(), wanted, "{sought:?}");
    }
}

pub async fn pages_go_from_the_newest_to_the_oldest_without_a_gap(fixture: Fixture) {
    let id = fixture.open_channel("lobby").await;
    fixture.fill(&id, 700).await;
    // Pairs of letters that stand elsewhere: proposed by the index, and not what was asked.
    let texts: Vec<String> = (0..90).map(|n| format!("가나 나다 {n}")).collect();
    let sends = texts
        .iter()
        .enumerate()
        .map(|(n, text)| fixture.store.append(fixture.message(&id, "bob", &format!("client-{n:03}"), text)));
    futures_util::future::join_all(sends).await;
    fixture.say(&id, "bob", &["가나다"]).await;
    assert_eq!(fixture.finds(&id, "가나다").await, [791]);
    let (mut seen, mut after, mut pages) = (Vec::new(), None::<String>, 0);
    loop {
        let author = UserId::from("ann");
        let sought = Sought { author: Some(&author), after: after.as_deref(), limit: 100, ..Sought::default() };
        let page = fixture.search("ann", sought).await;
        seen.extend(page.hits.iter().map(|hit| hit.message.seq.0));
        pages += 1;
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!((seen, pages), ((1..=700).rev().collect::<Vec<_>>(), 7));
    assert_eq!(fixture.store.check().await.unwrap().faults, Vec::<String>::new());
}

pub async fn a_day_is_found_by_its_first_message(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    let locate = async |at: u64| {
        let located = fixture.store.locate(&fixture.app, &id, TimeMs(at)).await.unwrap();
        (located.seq.map(|seq| seq.0), located.created_at.map(|at| at.0))
    };
    assert_eq!(locate(0).await, (None, None));
    let mut times = Vec::new();
    for n in 0..9 {
        times.push(fixture.send(&id, "ann", &format!("client-{n:02}"), "x").await.unwrap().created_at.0);
        tokio::time::sleep(std::time::Duration::from_millis(2)).await;
    }
    for (at, seq) in times.iter().zip(1..) {
        assert_eq!(locate(*at).await, (Some(seq), Some(*at)));
    }
    assert_eq!(locate(0).await, (Some(1), Some(times[0])));
    assert_eq!(locate(times[4] + 1).await, (Some(6), Some(times[5])));
    assert_eq!(locate(times[8] + 1).await, (None, None));
    assert_eq!(locate(u64::MAX).await, (None, None));
    let unknown = fixture.store.locate(&fixture.app, &"nowhere".into(), TimeMs(0)).await;
    assert_eq!(unknown, Err(StoreError::NotFound));
}
