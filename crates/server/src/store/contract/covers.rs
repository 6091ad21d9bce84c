//! The picture of a channel: a ready upload of the operator's, its own from then on, gone with the next one.

use super::*;

const FIRST: &str = "00000000000000000000000000000001";
const NEXT: &str = "00000000000000000000000000000002";

impl Fixture {
    async fn picture(&self, user: &str, id: &str) {
        let file = File { file_id: id.into(), size: 1, kind: FileKind::Image, ..File::default() };
        self.store.create_file(&self.app, &user.into(), file.clone()).await.unwrap();
        assert!(self.store.finish_file(&self.app, file).await.unwrap());
    }

    async fn cover(&self, channel: &ChannelId, user: &str, url: &str) -> Result<Channel> {
        let change = ChannelChange { cover_url: Some(url.to_owned()), ..ChannelChange::default() };
        self.store.change_channel(&self.app, channel, Some(&user.into()), change).await
    }

    async fn cover_state(&self, id: &str) -> Option<(FileState, Option<ChannelId>)> {
        let stored = self.store.file(&self.app, &id.into()).await.unwrap();
        stored.map(|stored| (stored.state, stored.channel_id))
    }
}

pub async fn a_cover_is_the_channels_until_the_next(fixture: Fixture) {
    let id = fixture.group("ann", &["bob"]).await;
    fixture.picture("ann", FIRST).await;
    fixture.picture("ann", NEXT).await;
    fixture.picture("bob", "00000000000000000000000000000003").await;
    let (first, next) = (format!("/files/{FIRST}"), format!("/files/{NEXT}"));
    let channel = fixture.cover(&id, "ann", &first).await.unwrap();
    assert_eq!(channel.cover_url.as_deref(), Some(first.as_str()));
    assert_eq!(fixture.cover_state(FIRST).await, Some((FileState::Cover, Some(id.clone()))));
    assert_eq!(fixture.cover(&id, "ann", &first).await.unwrap().rev, channel.rev, "nothing changes");
    let refused = fixture.cover(&id, "ann", "/files/00000000000000000000000000000003").await;
    assert_eq!(refused, Err(StoreError::NotFound), "it is bob's");
    let other = fixture.group("ann", &["cho"]).await;
    assert_eq!(fixture.cover(&other, "ann", &first).await, Err(StoreError::NotFound), "a channel has it");
    fixture.cover(&id, "ann", &next).await.unwrap();
    assert_eq!(fixture.cover_state(FIRST).await.map(|(state, _)| state), Some(FileState::Deleted));
    assert!(!fixture.store.drop_file(&fixture.app, &NEXT.into()).await.unwrap(), "the channel has it");
    fixture.cover(&id, "ann", "https://a.example/c.png").await.unwrap();
    assert_eq!(fixture.cover_state(NEXT).await.map(|(state, _)| state), Some(FileState::Deleted));
    assert_eq!(fixture.cover(&id, "ann", "").await.unwrap().cover_url, None);
    assert_eq!(fixture.store.check().await.unwrap().faults, Vec::<String>::new());
}
