//! Previews: written as a change, once, only under the link that they are of; gone with it, and not back after they were removed.

use super::*;

const JAR: &str = "https://shop.example/jar";
const BOWL: &str = "https://shop.example/bowl";

fn link(url: &str) -> Extra {
    let end = u32::try_from(url.len()).unwrap();
    let range = TextRange { end, style: TextStyle::Link, url: Some(url.to_owned()), ..TextRange::default() };
    Extra { ranges: vec![range], ..Extra::default() }
}

fn preview(url: &str, image: Option<&str>) -> LinkPreview {
    let image = image.map(|id| File { file_id: id.into(), kind: FileKind::Image, size: 10, ..File::default() });
    LinkPreview {
        url: url.to_owned(),
        site: "shop".to_owned(),
        title: "A jar".to_owned(),
        image,
        ..LinkPreview::default()
    }
}

impl Fixture {
    /// A link of ann's.
    async fn linked(&self) -> ChannelId {
        let id = self.group("bob", &["ann", "cho"]).await;
        let message = NewMessage { extra: link(JAR), ..self.message(&id, "ann", "client-01", JAR) };
        self.store.append(message).await.unwrap();
        id
    }

    async fn set(&self, channel: &ChannelId, preview: LinkPreview) -> Result<MessageEvent> {
        if let Some(image) = &preview.image {
            self.store.create_file(&self.app, &"ann".into(), image.clone()).await.unwrap();
        }
        let (app_id, channel_id) = (self.app.clone(), channel.clone());
        self.store.set_preview(NewPreview { app_id, channel_id, user_id: "ann".into(), seq: Seq(1), preview }).await
    }

    async fn unset(&self, channel: &ChannelId, user: &str) -> Result<MessageEvent> {
        let (app_id, channel_id) = (self.app.clone(), channel.clone());
        self.store.remove_preview(PreviewRemoval { app_id, channel_id, user_id: user.into(), seq: Seq(1) }).await
    }

    async fn rewrite(&self, channel: &ChannelId, url: &str, text: &str) -> Message {
        let edited = self.store.edit(&self.app, channel, &"ann".into(), Seq(1), text, link(url)).await;
        edited.unwrap().message
    }

    async fn image(&self, id: &str) -> FileState {
        self.store.file(&self.app, &id.into()).await.unwrap().unwrap().state
    }
}

pub async fn a_preview_is_a_change_that_everybody_hears_once(mut fixture: Fixture) {
    let id = fixture.linked().await;
    let before = fixture.rev(&id).await;
    fixture.told();
    let told = fixture.set(&id, preview(JAR, Some("f1"))).await.unwrap();
    assert_eq!((told.rev.0, told.message.edited_at), (before + 1, None));
    assert_eq!(told.message.preview.as_deref(), Some(&preview(JAR, Some("f1"))));
    let commits = fixture.told();
    assert_eq!((commits.len(), &commits[0].event), (1, &Event::MessageChanged(told.clone())));
    assert_eq!(fixture.page(&id, Range::Newest, 50).await.messages, std::slice::from_ref(&told.message));
    let stored = fixture.store.file(&fixture.app, &"f1".into()).await.unwrap().unwrap();
    assert_eq!((stored.state, stored.channel_id.as_ref()), (FileState::Sent, Some(&id)));
    // A second one is none, nor one of another link.
    assert_eq!(fixture.set(&id, preview(JAR, None)).await, Err(StoreError::NotFound));
    assert_eq!(fixture.set(&id, preview(BOWL, None)).await, Err(StoreError::NotFound));
    assert_eq!(fixture.told().len(), 0);
    assert_eq!(fixture.store.check().await.unwrap().faults, [""; 0]);
}

pub async fn an_edit_keeps_the_preview_with_its_link_only(fixture: Fixture) {
    let id = fixture.linked().await;
    fixture.set(&id, preview(JAR, Some("f1"))).await.unwrap();
    assert!(fixture.rewrite(&id, JAR, "https://shop.example/jar!").await.preview.is_some());
    assert_eq!(fixture.image("f1").await, FileState::Sent);
    assert_eq!(fixture.rewrite(&id, BOWL, BOWL).await.preview, None);
    assert_eq!(fixture.image("f1").await, FileState::Deleted);
    // What was looked for under the old link comes too late.
    assert_eq!(fixture.set(&id, preview(JAR, Some("f2"))).await, Err(StoreError::NotFound));
    assert!(fixture.store.drop_file(&fixture.app, &"f2".into()).await.unwrap());
    assert!(fixture.set(&id, preview(BOWL, Some("f3"))).await.unwrap().message.preview.is_some());
    fixture.store.delete(&fixture.app, &id, &"ann".into(), Seq(1)).await.unwrap();
    assert_eq!(fixture.image("f3").await, FileState::Deleted);
    assert_eq!(fixture.set(&id, preview(BOWL, None)).await, Err(StoreError::NotFound));
    assert_eq!(fixture.store.check().await.unwrap().faults, [""; 0]);
}

pub async fn its_author_and_operators_remove_it_for_good(mut fixture: Fixture) {
    let id = fixture.linked().await;
    fixture.told();
    assert!(!fixture.unset(&id, "ann").await.unwrap().message.no_preview, "there is none");
    assert_eq!(fixture.told().len(), 0);
    for remover in ["ann", "bob"] {
        fixture.set(&id, preview(JAR, Some(remover))).await.unwrap();
        assert_eq!(fixture.unset(&id, "cho").await, Err(StoreError::Forbidden));
        assert_eq!(fixture.unset(&id, "nobody").await, Err(StoreError::NotFound));
        let removed = fixture.unset(&id, remover).await.unwrap().message;
        assert_eq!((removed.preview, removed.no_preview), (None, true));
        assert_eq!(fixture.image(remover).await, FileState::Deleted);
        fixture.told();
        fixture.unset(&id, remover).await.unwrap();
        assert_eq!(fixture.told().len(), 0, "again changes nothing");
        assert_eq!(fixture.set(&id, preview(JAR, None)).await, Err(StoreError::NotFound));
        assert!(fixture.rewrite(&id, JAR, &format!("{JAR} by {remover}")).await.no_preview);
        // Another link begins anew.
        assert!(!fixture.rewrite(&id, BOWL, BOWL).await.no_preview);
        assert!(!fixture.rewrite(&id, JAR, JAR).await.no_preview);
    }
}

pub async fn who_is_out_by_then_gets_none_and_an_application_can_go_without(fixture: Fixture) {
    let id = fixture.linked().await;
    let (store, shop) = (&fixture.store, &fixture.app);
    store.moderate(shop, &id, None, &"ann".into(), Measure::Ban(None)).await.unwrap();
    assert_eq!(fixture.set(&id, preview(JAR, None)).await, Err(StoreError::NotFound));
    assert!(store.previews(shop).await.unwrap());
    store.set_previews(shop, false).await.unwrap();
    assert!(!store.previews(shop).await.unwrap());
    assert!(!store.previews(&"nowhere".into()).await.unwrap());
    store.set_previews(shop, true).await.unwrap();
    assert!(store.previews(shop).await.unwrap());
}
