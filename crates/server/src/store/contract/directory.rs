//! The directory: whom and what one finds, and what not.

use super::*;

impl Fixture {
    async fn named(&self, user_id: &str, nickname: &str) {
        self.store.upsert_user(&self.app, &user_id.into(), Some(nickname.into()), None).await.unwrap();
    }

    async fn browse(&self, query: &str, after: Option<&str>, limit: u32) -> BrowsedChannels {
        self.store.browse(&self.app, Some(&"ann".into()), query, after, limit).await.unwrap()
    }
}

pub async fn users_are_found_by_the_beginning_of_their_names(fixture: Fixture) {
    for (user_id, nickname) in [("kim", "김준호"), ("lee", "김지우"), ("zoe", "Zoë"), ("zed", "ZED")] {
        fixture.named(user_id, nickname).await;
    }
    fixture.store.create_app(app("other"), key("second")).await.unwrap();
    let list = async |prefix: &str, after: Option<&str>, limit| {
        let list = fixture.store.directory(&fixture.app, &"ann".into(), prefix, after, limit).await.unwrap();
        (list.users.into_iter().map(|user| user.user_id.0).collect::<Vec<_>>(), list.next)
    };
    assert_eq!(list("z", None, 50).await, (vec!["zed".to_owned(), "zoe".to_owned()], None));
    assert_eq!(list("기", None, 50).await.0, ["kim", "lee"]);
    assert_eq!(list("ann", None, 50).await.0, [""; 0], "oneself is not offered");
    let (mut all, mut place) = (Vec::new(), None);
    loop {
        let (page, next) = list("", place.as_deref(), 2).await;
        all.extend(page);
        place = next;
        if place.is_none() {
            break;
        }
    }
    assert_eq!(all, ["bob", "cho", "zed", "zoe", "kim", "lee"]);
    assert_eq!(fixture.store.directory(&"other".into(), &"x".into(), "", None, 50).await.unwrap().users, []);
}

pub async fn what_anybody_may_enter_or_join_is_browsed(fixture: Fixture) {
    fixture.group("ann", &["bob"]).await;
    let public = async |name: &str, kind| {
        let channel = NewChannel {
            app_id: fixture.app.clone(),
            channel_id: Some(format!("id-{name}").as_str().into()),
            kind,
            name: name.into(),
            cover_url: None,
            public: kind == ChannelKind::Group,
            distinct: false,
            creator: (kind == ChannelKind::Group).then(|| "bob".into()),
            client_id: None,
            user_ids: vec![],
        };
        fixture.store.create_channel(channel).await.unwrap()
    };
    for number in 0..5 {
        public(&format!("Raid {number}"), ChannelKind::Group).await;
    }
    public("달마당", ChannelKind::Open).await;
    let joined = public("Plaza", ChannelKind::Group).await;
    fixture.store.add_members(&fixture.app, &joined, None, &["ann".into()], 9).await.unwrap();
    let names =
        |page: &BrowsedChannels| page.channels.iter().map(|found| found.channel.name.clone()).collect::<Vec<_>>();
    let all = fixture.browse("", None, 50).await;
    assert_eq!(names(&all), ["Plaza", "달마당", "Raid 4", "Raid 3", "Raid 2", "Raid 1", "Raid 0"]);
    assert_eq!(all.channels.iter().map(|found| found.joined).collect::<Vec<_>>()[..2], [true, false]);
    assert_eq!(names(&fixture.browse("마", None, 50).await), ["달마당"]);
    let first = fixture.browse("raid", None, 3).await;
    assert_eq!(names(&first), ["Raid 4", "Raid 3", "Raid 2"]);
    let rest = fixture.browse("raid", first.next.as_deref(), 3).await;
    assert_eq!((names(&rest), rest.next), (vec!["Raid 1".to_owned(), "Raid 0".to_owned()], None));
}
