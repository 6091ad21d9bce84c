// What a shop's own script would do: who is signed in (here: ?user=…), and a token for them from its own backend.
const query = new URLSearchParams(location.search);
const user = query.get('user');
window.madang = window.madang || [];

if (user) {
  const signed = document.getElementById('signed');
  signed.textContent = `Signed in as ${user[0].toUpperCase()}${user.slice(1)}`;
  signed.hidden = false;
  const tokenFetcher = async () => {
    const answer = await fetch(`/token?user=${encodeURIComponent(user)}`);
    return (await answer.json()).token;
  };
  madang.push(['identify', { userId: user, tokenFetcher }]);
}
if (query.has('theme')) madang.push(['setTheme', query.get('theme')]);
if (query.has('locale')) madang.push(['setLocale', query.get('locale')]);
if (query.has('dir')) document.documentElement.dir = query.get('dir');
