window.madang = [['identify', { userId: 'mina', tokenFetcher: async () => (await (await fetch('/token?user=mina&seconds=40')).json()).token }]];
